package spec_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"

	"gocompose/compose"
	"gocompose/engine/spec"
)

// TestDescribeInspect compares what containers were to be with what a real
// engine says they are, its own defaults filled in, as far as the file says
// anything.
func TestDescribeInspect(t *testing.T) {
	compared := 0
	for _, a := range archives(t, "inspect", 1) {
		p, _ := load(t, a)
		for _, name := range p.ServiceNames() {
			s := p.Services[name]
			var seen container.InspectResponse
			if err := json.Unmarshal(part(t, a, "inspect-"+name+".json"), &struct {
				Config     **container.Config
				HostConfig **container.HostConfig
			}{&seen.Config, hostConfigOf(&seen)}); err != nil {
				t.Fatal(err)
			}
			request := spec.Container(p, s, spec.Instance{Number: 1, Inputs: spec.Inputs{Files: filesOf(t, p, s)}})
			old, new := spec.Describe(request.Config, request.HostConfig), spec.Describe(seen.Config, seen.HostConfig)
			for attribute := range spec.Digests(s) {
				want, described := old[attribute]
				if !described {
					continue // too much to say in a line, or the same as not set
				}
				compared++
				if new[attribute] != want {
					t.Errorf("service %s: %s is %s, was to be %s", name, attribute, new[attribute], want)
				}
			}
		}
	}
	if compared < 90 {
		t.Errorf("only %d attributes were compared", compared)
	}
}

// filesOf reads what FilesOf names.
func filesOf(t *testing.T, p *compose.Project, s *compose.Service) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range spec.FilesOf(p, s) {
		content, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Path] = content
	}
	return files
}

func hostConfigOf(seen *container.InspectResponse) **container.HostConfig {
	seen.ContainerJSONBase = &container.ContainerJSONBase{}
	return &seen.HostConfig
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct{ service, attribute, want string }{
		{`{image: nginx}`, "image", `"nginx"`},
		{`{image: nginx}`, "restart", `"no"`},
		{`{image: nginx}`, "healthcheck", "unset"},
		{`{image: nginx}`, "init", "unset"},
		{`{image: nginx}`, "ports", "[]"},
		{`{image: nginx}`, "volumes", "[]"},
		{`{image: nginx}`, "command", ""},
		{`{image: nginx}`, "stop_grace_period", ""},
		{`{image: nginx, command: []}`, "command", ""},
		{`{image: nginx, command: [sh, -c, "a <b> && c"]}`, "command", `["sh","-c","a <b> && c"]`},
		{`{image: nginx, entrypoint: /bin/sh -c}`, "entrypoint", `["/bin/sh","-c"]`},
		{`{image: nginx, environment: {A: "a = \"b\""}}`, "environment.A", `"a = \"b\""`},
		{`{image: nginx, environment: {A: ""}}`, "environment.A", `""`},
		{`{image: nginx, environment: [UNSET]}`, "environment.UNSET", ""},
		{`{image: nginx, labels: {a.b: c}}`, "labels.a.b", `"c"`},
		{`{image: nginx}`, "labels.com.docker.compose.project", ""},
		{`{image: nginx}`, "labels." + spec.LabelAttributes, ""},
		{`{image: nginx, restart: always}`, "restart", `"always"`},
		{`{image: nginx, restart: "on-failure:3"}`, "restart", `"on-failure:3"`},
		{`{image: nginx, restart: on-failure}`, "restart", `"on-failure"`},
		{`{image: nginx, init: false}`, "init", "false"},
		{`{image: nginx, tty: true}`, "tty", "true"},
		{`{image: nginx, stop_grace_period: 1m30s}`, "stop_grace_period", "90s"},
		{`{image: nginx, stop_grace_period: 0s}`, "stop_grace_period", "0s"},
		{`{image: nginx, working_dir: /srv//app/}`, "working_dir", `"/srv/app"`},
		{`{image: nginx, healthcheck: {test: curl localhost, interval: 1m30s}}`, "healthcheck", `"CMD-SHELL curl localhost every 1m30s"`},
		{`{image: nginx, healthcheck: {disable: true}}`, "healthcheck", `"NONE"`},
		{`{image: nginx, ports: ["80", "8080:81", "127.0.0.1:53:53/udp", "[::1]:9000:90"]}`, "ports", `["127.0.0.1:53:53/udp","80","8080:81","::1:9000:90"]`},
		{`{image: nginx, volumes: ["data:/d", "/anon", "/srv:/s:ro", "data:/n:nocopy"]}`, "volumes", `["/anon","/srv:/s:ro","shop_data:/d","shop_data:/n:rw,nocopy"]`},
		{`{image: nginx, cap_add: [NET_ADMIN], cap_drop: [ALL]}`, "cap_add", `["NET_ADMIN"]`},
		{`{image: nginx, cap_add: [sys_time, CAP_CHOWN, SYS_TIME, all]}`, "cap_add", `["ALL","CHOWN","SYS_TIME"]`},
		{`{image: nginx}`, "cap_drop", `[]`},
		{`{image: nginx, extra_hosts: {b: 10.0.0.2, a: 10.0.0.1}}`, "extra_hosts", `["a:10.0.0.1","b:10.0.0.2"]`},
		{`{image: nginx, user: "1000:1000"}`, "user", `"1000:1000"`},
		{`{image: nginx}`, "mem_limit", "unset"},
		{`{image: nginx, mem_limit: 64m}`, "mem_limit", "64m"},
		{`{image: nginx, mem_limit: 1000}`, "mem_limit", "1000b"},
		{`{image: nginx, memswap_limit: -1}`, "memswap_limit", "unlimited"},
		{`{image: nginx, mem_swappiness: 0}`, "mem_swappiness", "0"},
		{`{image: nginx, cpus: 0.3}`, "cpus", "0.3"},
		{`{image: nginx, pids_limit: 20}`, "pids_limit", "20"},
		{`{image: nginx, ulimits: {nofile: {soft: 10, hard: 20}, nproc: 7}}`, "ulimits.nofile", `"10:20"`},
		{`{image: nginx, ulimits: {nofile: {soft: 10, hard: 20}, nproc: 7}}`, "ulimits.nproc", `"7:7"`},
		{`{image: nginx, sysctls: {net.core.somaxconn: 128}}`, "sysctls.net.core.somaxconn", `"128"`},
		{`{image: nginx, deploy: {resources: {limits: {cpus: "0.5", memory: 64m}}}}`, "deploy.resources", `"cpus 0.5, memory 64m"`},
		{`{image: nginx, deploy: {restart_policy: {condition: any}}}`, "deploy.restart_policy", `"always"`},
		{`{image: nginx, devices: ["/dev/null", "v/c=d", "/dev/zero:/dev/z:r"]}`, "devices", `["/dev/null:/dev/null:rwm","/dev/zero:/dev/z:r","v/c=d"]`},
		{`{image: nginx, gpus: all}`, "gpus", `["all gpu"]`},
		{`{image: nginx, gpus: [{driver: nvidia, device_ids: ["0"], options: {a: b}}]}`, "gpus", `["0 nvidia gpu a=b"]`},
		{`{image: nginx, logging: {driver: splunk, options: {splunk-token: s3cret, max-size: 1m}}}`, "logging", `"splunk max-size=1m splunk-token"`},
		{`{image: nginx}`, "logging", `"the engine's own"`},
		{`{image: nginx, security_opt: ["seccomp={\"a\":1}", "label:disable"]}`, "security_opt", `["label:disable","seccomp=profile 7359ed17"]`},
		{`{image: nginx, blkio_config: {weight: 300, device_read_bps: [{path: /dev/sda, rate: 1k}]}}`, "blkio_config", `"weight 300, /dev/sda reads 1024/s"`},
		{`{image: nginx, healthcheck: {test: "x", interval: 2s, timeout: 1s, retries: 3, start_period: 5s, start_interval: 1s}}`, "healthcheck",
			`"CMD-SHELL x every 2s, at most 1s, grace of 5s, meanwhile every 1s, 3 failures"`},
		{`{image: nginx, tmpfs: ["/run:size=1m", /tmp]}`, "tmpfs", `["/run:size=1m","/tmp"]`},
		{`{image: nginx, network_mode: host, ipc: host, pid: host}`, "ipc", `"host"`},
		{`{image: nginx, credential_spec: {registry: key}}`, "credential_spec", `"registry://key"`},
	} {
		r := one(t, c.service, spec.Instance{Number: 1})
		if got := spec.Describe(r.Config, r.HostConfig)[c.attribute]; got != c.want {
			t.Errorf("%s: %s is %s, not %s", c.service, c.attribute, got, c.want)
		}
	}
}

// TestPointers tells false and 0 from what is not set: the engine has defaults of its own.
func TestPointers(t *testing.T) {
	for _, c := range []struct{ service, want string }{
		{`{image: nginx}`, "nil nil"},
		{`{image: nginx, init: false, stop_grace_period: 0s}`, "false 0"},
		{`{image: nginx, init: true, stop_grace_period: 400ms}`, "true 0"},
		{`{image: nginx, stop_grace_period: 2m}`, "nil 120"},
	} {
		r := one(t, c.service, spec.Instance{})
		if got := text(r.HostConfig.Init) + " " + text(r.StopTimeout); got != c.want {
			t.Errorf("%s: %s, not %s", c.service, got, c.want)
		}
	}
}

func text[T any](p *T) string {
	if p == nil {
		return "nil"
	}
	return strings.TrimSpace(fmt.Sprintln(*p))
}

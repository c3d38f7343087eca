package spec_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"

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
			request := spec.Container(p, s, spec.Instance{Number: 1})
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
	if compared < 50 {
		t.Errorf("only %d attributes were compared", compared)
	}
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

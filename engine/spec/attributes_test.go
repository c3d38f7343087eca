package spec_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"

	"gocompose/compose"
	"gocompose/engine/spec"
)

// TestResolved names containers where the file names services, and leaves the
// service itself as it is.
func TestResolved(t *testing.T) {
	peers := map[string]string{"db": "0db", "gone": "", "far": "0far", "elsewhere": "no"}
	for _, c := range []struct{ service, want string }{
		{`{image: nginx}`, ", , , "},
		{`{image: nginx, network_mode: "service:db", ipc: "service:db", pid: "service:far"}`, "container:0db, container:0db, container:0far, "},
		{`{image: nginx, network_mode: host, ipc: shareable, pid: "container:elsewhere"}`, "host, shareable, container:elsewhere, "},
		{`{image: nginx, network_mode: "service:gone"}`, "service:gone, , , "},
		{`{image: nginx, volumes_from: [db, "far:ro", "far:rw", "container:elsewhere", "container:elsewhere:ro", gone]}`, ", , , 0db 0far:ro 0far elsewhere elsewhere:ro gone"},
	} {
		s := service(t, c.service)
		before := spec.ServiceHash(s)
		r := spec.Resolved(s, peers)
		if got := strings.Join([]string{r.NetworkMode, r.IPC, r.PID, strings.Join(r.VolumesFrom, " ")}, ", "); got != c.want {
			t.Errorf("%s: %q, not %q", c.service, got, c.want)
		}
		if spec.ServiceHash(s) != before {
			t.Errorf("%s has changed", c.service)
		}
	}
}

// TestPeers has ids in the request and in the config hash of its label.
func TestPeers(t *testing.T) {
	const text = `{image: nginx, network_mode: "service:db", volumes_from: ["db:ro"]}`
	in := spec.Instance{Number: 1, Peers: map[string]string{"db": "0db"}}
	p := projectOf(t, text)
	r := spec.Container(p, p.Services["web"], in)
	if r.HostConfig.NetworkMode != "container:0db" || !slices.Equal(r.HostConfig.VolumesFrom, []string{"0db:ro"}) {
		t.Errorf("%s, %v", r.HostConfig.NetworkMode, r.HostConfig.VolumesFrom)
	}
	if n := len(r.NetworkingConfig.EndpointsConfig); n > 0 {
		t.Errorf("%d endpoints", n)
	}
	other := spec.Container(p, p.Services["web"], spec.Instance{Number: 1, Peers: map[string]string{"db": "1db"}})
	if r.Labels[spec.LabelConfigHash] == other.Labels[spec.LabelConfigHash] {
		t.Error("the config hash does not depend on the peer")
	}
	if r.Labels[spec.LabelAttributes] != other.Labels[spec.LabelAttributes] {
		t.Error("the digests depend on the peer")
	}
}

// service loads one service.
func service(t *testing.T, text string) *compose.Service {
	t.Helper()
	return projectOf(t, text).Services["web"]
}

func projectOf(t *testing.T, text string) *compose.Project {
	t.Helper()
	file := "name: shop\nservices:\n  db: {image: redis}\n  gone: {image: redis}\n  far: {image: redis}\n  web: " + text + "\nconfigs: {inline: {content: '{ \"a\": 1 }'}, file: {file: ./spec.json}, variable: {environment: SPEC}}\n"
	p, problems := compose.Load(compose.Options{Files: []string{"-"}, Stdin: strings.NewReader(file), Dir: "/srv/shop", Environ: []string{"SPEC={}"}})
	if p == nil {
		t.Fatal(problems)
	}
	return p
}

func TestSecurity(t *testing.T) {
	files := map[string][]byte{"/srv/shop/profile.json": []byte("{\n  \"b\": [1, 2]\n}\n"), "/etc/own.json": []byte("{}"), "/srv/shop/spec.json": []byte("{ }")}
	for _, c := range []struct {
		service   string
		want      string
		unmasked  bool
		readFiles string
	}{
		{service: `{image: nginx}`},
		{service: `{image: nginx, security_opt: [seccomp=unconfined, seccomp=builtin, "apparmor=x", "label:disable", no-new-privileges]}`,
			want: "seccomp=unconfined seccomp=builtin apparmor=x label:disable no-new-privileges"},
		{service: `{image: nginx, security_opt: [seccomp=profile.json]}`, want: `seccomp={"b":[1,2]}`, readFiles: "seccomp profile /srv/shop/profile.json"},
		{service: `{image: nginx, security_opt: ["seccomp:./profile.json"]}`, want: `seccomp={"b":[1,2]}`, readFiles: "seccomp profile /srv/shop/profile.json"},
		{service: `{image: nginx, security_opt: [seccomp=/etc/own.json]}`, want: "seccomp={}", readFiles: "seccomp profile /etc/own.json"},
		{service: `{image: nginx, security_opt: [systempaths=unconfined, "no-new-privileges:true"]}`, want: "no-new-privileges:true", unmasked: true},
		{service: `{image: nginx, credential_spec: {file: a.json}}`, want: "credentialspec=file://a.json"},
		{service: `{image: nginx, credential_spec: {registry: key}}`, want: "credentialspec=registry://key"},
		{service: `{image: nginx, credential_spec: {config: inline}}`, want: `credentialspec=raw://{"a":1}`},
		{service: `{image: nginx, credential_spec: {config: variable}}`, want: `credentialspec=raw://{}`},
		{service: `{image: nginx, credential_spec: {config: file}}`, want: `credentialspec=raw://{}`, readFiles: "credential spec /srv/shop/spec.json"},
	} {
		p := projectOf(t, c.service)
		var named []string
		for _, f := range spec.FilesOf(p, p.Services["web"]) {
			named = append(named, string(f.Kind)+" "+f.Path)
			if f.Pos.Line != 6 {
				t.Errorf("%s: %s is named at %s", c.service, f.Path, f.Pos)
			}
		}
		h := spec.Container(p, p.Services["web"], spec.Instance{Inputs: spec.Inputs{Files: files}}).HostConfig
		if got := strings.Join(h.SecurityOpt, " "); got != c.want {
			t.Errorf("%s: %s, not %s", c.service, got, c.want)
		}
		if got := strings.Join(named, ", "); got != c.readFiles {
			t.Errorf("%s: %s, not %s", c.service, got, c.readFiles)
		}
		if unmasked := h.MaskedPaths != nil && h.ReadonlyPaths != nil; unmasked != c.unmasked {
			t.Errorf("%s: unmasked is %t", c.service, unmasked)
		}
	}
}

// TestProxy puts the docker configuration's variables under the service's own,
// and in no hash.
func TestProxy(t *testing.T) {
	in := spec.Instance{Inputs: spec.Inputs{Proxy: map[string]string{"HTTP_PROXY": "http://proxy", "NO_PROXY": "a"}}}
	r := one(t, `{image: nginx, environment: {NO_PROXY: b, A: c}}`, in)
	if want := []string{"A=c", "HTTP_PROXY=http://proxy", "NO_PROXY=b"}; !slices.Equal(r.Env, want) {
		t.Errorf("%v", r.Env)
	}
	plain := one(t, `{image: nginx, environment: {NO_PROXY: b, A: c}}`, spec.Instance{})
	if !maps.Equal(r.Labels, plain.Labels) {
		t.Error("labels tell of proxies")
	}
}

func TestAPISocket(t *testing.T) {
	elsewhere := spec.Instance{Inputs: spec.Inputs{Socket: "/run/user/7/docker.sock"}}
	for _, c := range []struct {
		service string
		in      spec.Instance
		want    string
	}{
		{`{image: nginx}`, elsewhere, ""},
		{`{image: nginx, use_api_socket: true}`, spec.Instance{}, "/var/run/docker.sock:/var/run/docker.sock:rw"},
		{`{image: nginx, use_api_socket: true}`, elsewhere, "/run/user/7/docker.sock:/var/run/docker.sock:rw"},
		{`{image: nginx, use_api_socket: true, volumes: ["/srv/sock:/var/run/docker.sock:ro"]}`, elsewhere, "/srv/sock:/var/run/docker.sock:ro"},
	} {
		if got := strings.Join(one(t, c.service, c.in).HostConfig.Binds, " "); got != c.want {
			t.Errorf("%s: %q, not %q", c.service, got, c.want)
		}
	}
}

func TestPlatform(t *testing.T) {
	for text, want := range map[string]string{"linux": "linux||", "linux/amd64": "linux|amd64|", "linux/arm/v7": "linux|arm|v7"} {
		p := one(t, "{image: nginx, platform: "+text+"}", spec.Instance{}).Platform
		if got := p.OS + "|" + p.Architecture + "|" + p.Variant; got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
	if p := one(t, "{image: nginx}", spec.Instance{}).Platform; p != nil {
		t.Errorf("%v", p)
	}
}

// TestNumbers is about numbers that have more than one way to be wrong.
func TestNumbers(t *testing.T) {
	resources := func(text string) container.Resources { return one(t, text, spec.Instance{}).HostConfig.Resources }
	for text, want := range map[string]int64{"0.1": 100000000, "0.3": 300000000, "1.5": 1500000000, "0.001": 1000000, "3": 3000000000, "16.777": 16777000000} {
		if got := resources("{image: nginx, cpus: " + text + "}").NanoCPUs; got != want {
			t.Errorf("cpus %s: %d, not %d", text, got, want)
		}
	}
	for service, want := range map[string]string{
		`{image: nginx}`: "nil", `{image: nginx, mem_swappiness: 0}`: "0", `{image: nginx, mem_swappiness: 60}`: "60",
	} {
		if got := text(resources(service).MemorySwappiness); got != want {
			t.Errorf("%s: swappiness %s, not %s", service, got, want)
		}
	}
	if r := resources(`{image: nginx}`); r.PidsLimit != nil || r.OomKillDisable != nil {
		t.Errorf("pids %v, oom %v", r.PidsLimit, r.OomKillDisable)
	}
	if got := text(resources(`{image: nginx, pids_limit: -1}`).PidsLimit); got != "-1" {
		t.Errorf("pids %s", got)
	}
	r := resources(`{image: nginx, cpus: 1, mem_limit: 1g, mem_reservation: 1g, pids_limit: 7, deploy: {resources: {limits: {cpus: "1", memory: 1g, pids: 7}, reservations: {memory: 1g}}}}`)
	if r.NanoCPUs != 1e9 || r.Memory != 1<<30 || r.MemoryReservation != 1<<30 || *r.PidsLimit != 7 {
		t.Errorf("%+v", r)
	}
}

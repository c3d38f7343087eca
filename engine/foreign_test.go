package engine

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
	"golang.org/x/tools/txtar"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// recorded is a container as docker-compose 1.29.2 had it created.
type recorded struct {
	Name       string
	Config     *container.Config
	HostConfig *container.HostConfig
	Endpoints  map[string]*network.EndpointSettings
}

// TestForeign lets docker-compose 1.29.2 start a project and switches to
// gocompose: nothing is to be done but for what differs, each with its reason.
func TestForeign(t *testing.T) {
	b := newBench(t, "services: {web: {image: gocompose-test}}")
	a, err := txtar.ParseFile(filepath.Join("testdata", "docker-compose-1.29.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	dir, file := t.TempDir(), ""
	for _, f := range a.Files {
		if f.Name == "compose.yaml" {
			file = string(f.Data)
		}
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.foreign(dir, file)
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"info", "debug", `shop-web-1: environment.LOG_LEVEL: "info" → "debug"`},
		{`, EMPTY: ""`, "", "shop-web-1: environment.EMPTY is no longer set"},
		{"    restart: unless-stopped\n", "", "shop-web-1: restart is no longer set"},
		{"www", "w3", `shop-web-1: networks.front: ["www","10.77.0.9"] → ["w3","10.77.0.9"]`},
		{", back: {}}\n", "}\n", "shop-web-1: networks.back is no longer set"},
		{"      - /anonymous\n", "", `shop-web-1: volumes: ["/anonymous","/t",…`},
		{"    secrets: [token]\n", "", `shop-web-1: volumes: ["/anonymous","/t",…`},
		{"cap_add: [NET_ADMIN]", "cap_drop: [ALL]", "shop-web-1: cap_add is no longer set; cap_drop: [] → [\"ALL\"]"},
		{"hostname: web", "domainname: web", `shop-web-1: domainname: "" → "web"; hostname is no longer set`},
		{"    shm_size: 65m\n", "", "shop-web-1: shm_size is no longer set"},
		{"memory: 64m", "memory: 32m", `shop-db-1: deploy.resources: "memory 64m" → "memory 32m"; shop-side-1: shares with db, which has another container now`},
		{"pid: host, ", "", "shop-host-1: pid is no longer set"},
		{"scale: 2", "container_name: own", `own: container_name: unset → "own"`},
		{"plain: {image", "plain: {secrets: [token], image", `shop-plain-1: secrets: unset → ["/run/secrets/token"]; shop-plain-2: secrets: unset → ["/run/secrets/token"]`},
	} {
		b.reload(dir, strings.Replace(file, c.old, c.new, 1))
		start, cut := strings.CutSuffix(c.want, "…")
		if got := b.recreated(); got != c.want && !(cut && strings.HasPrefix(got, start)) {
			t.Errorf("%s → %s:\n%s, not\n%s", c.old, c.new, got, c.want)
		}
	}
}

// foreign makes and starts the recorded containers on the bench's engine.
func (b *bench) foreign(dir, file string) {
	b.Helper()
	b.reload(dir, file)
	made := map[string]string{spec.LabelProject: "shop", spec.LabelVersion: "1.29.2"}
	for _, n := range b.project.Networks {
		request := spec.Network(b.project, n)
		request.Labels = made
		if _, err := b.engine.client.NetworkCreate(b.Context(), n.Name, request); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := b.engine.client.VolumeCreate(b.Context(), volume.CreateOptions{Name: "shop_data", Labels: made}); err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "containers.json"))
	if err != nil {
		b.Fatal(err)
	}
	text = []byte(strings.ReplaceAll(string(text), "DIR", dir))
	var containers []recorded
	if err := json.Unmarshal(text, &containers); err != nil {
		b.Fatal(err)
	}
	ids := map[string]string{}
	for _, c := range containers {
		ids[c.Name] = b.replay(c, ids)
	}
}

// replay makes and starts a container, on its networks, and gives its id.
func (b *bench) replay(c recorded, ids map[string]string) string {
	b.Helper()
	for name, id := range ids {
		c.HostConfig.NetworkMode = container.NetworkMode(strings.ReplaceAll(string(c.HostConfig.NetworkMode), "<"+name+">", id))
		for i := range c.HostConfig.VolumesFrom {
			c.HostConfig.VolumesFrom[i] = strings.ReplaceAll(c.HostConfig.VolumesFrom[i], "<"+name+">", id)
		}
	}
	first := string(c.HostConfig.NetworkMode)
	networks := &network.NetworkingConfig{}
	if e := c.Endpoints[first]; e != nil {
		networks.EndpointsConfig = map[string]*network.EndpointSettings{first: e}
	}
	made, err := b.engine.client.ContainerCreate(b.Context(), c.Config, c.HostConfig, networks, nil, c.Name)
	if err != nil {
		b.Fatal(c.Name, err)
	}
	for name, e := range c.Endpoints {
		if name != first {
			if err := b.engine.client.NetworkConnect(b.Context(), name, made.ID, e); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := b.engine.client.ContainerStart(b.Context(), made.ID, container.StartOptions{}); err != nil {
		b.Fatal(c.Name, err)
	}
	return made.ID
}

// reload reads another compose file in the same folder.
func (b *bench) reload(dir, file string) {
	b.Helper()
	if err := os.WriteFile(filepath.Join(dir, "compose.yaml"), []byte(file), 0o600); err != nil {
		b.Fatal(err)
	}
	p, problems := compose.Load(compose.Options{Dir: dir, Name: "shop"})
	if err := problems.Err(); err != nil {
		b.Fatal(err)
	}
	b.project = p
}

// recreated gives the containers that up would make anew, and why, joined by
// semicolons; and whatever else it would do, where it makes none anew.
func (b *bench) recreated() string {
	b.Helper()
	p, _ := b.plan(plan.UpOptions{})
	var out []string
	for _, s := range p.Steps {
		if op, ok := s.Op.(plan.CreateContainer); ok {
			text := op.Final + ": " + s.Reason.Text
			for _, r := range s.Reason.Because {
				text += "; " + r.Text
			}
			out = append(out, text)
		}
	}
	if len(out) == 0 && !p.Empty() {
		return p.String()
	}
	return strings.Join(out, "; ")
}

// TestTagImage gives an image a further name.
func TestTagImage(t *testing.T) {
	b := newBench(t, "services: {web: {image: gocompose-test}}")
	_, state := b.plan(plan.UpOptions{})
	tag := &plan.Plan{Steps: []plan.Step{{Key: "tag", Op: plan.TagImage{Source: "gocompose-test", Ref: "shop-web"}}}}
	if err := b.apply(tag, ApplyOptions{Project: b.project, State: state}); err != nil {
		t.Fatal(err)
	}
	_, after := b.plan(plan.UpOptions{})
	if was, is := state.Images["gocompose-test:latest"].ID, after.Images["shop-web:latest"].ID; was == "" || is != was {
		t.Errorf("shop-web is %q, not %q", is, was)
	}
}

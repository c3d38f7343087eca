package plan_test

import (
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// service adds a container "web-1" in some state. Properties: by=docker-compose,
// health, exit, hash, image (the id of an older one), name, replaces=web-1 (it is
// the replacement of that one, not renamed yet), networks (a name apart from its
// own, or name:stale), volumes=none, attached=none, stale (where a file is mounted that has changed),
// address (on a network, net:10.0.0.5), home (of the files that made it,
// {dir}:compose.yaml).
func (w *world) service(name, state string, properties map[string]string) {
	w.t.Helper()
	cut := strings.LastIndex(name, "-")
	s, number := w.from.Services[name[:cut]], atoi(w.t, name[cut+1:])
	full := w.from.Name + "-" + name
	if s.ContainerName != "" {
		full = s.ContainerName
	}
	if old := properties["replaces"]; old != "" {
		full = short(w.container(w.from.Name+"-"+old).ID) + "_" + w.from.Name + "-" + old
	}
	w.resources(s)
	op := plan.CreateContainer{Service: s, Number: number, Name: full, Final: full, Peers: w.peers(s), Contents: bound(w.from, s)}
	if properties["by"] == "" { // another tool has its own way with secrets and configs
		op.Files = w.filled(s)
	}
	c, err := w.create(w.from, op)
	if err != nil {
		w.t.Fatal(err)
	}
	if state != "created" {
		if err := w.start(c.ID); err != nil {
			w.t.Fatal(err)
		}
	}
	for key := range c.Networks {
		if c.Networks[key] == "" && state != "created" {
			w.t.Fatalf("%s is not attached to %s", full, key)
		}
	}
	w.set(c, state, properties)
}

// resources adds the networks and volumes of a service that are not there.
func (w *world) resources(s *compose.Service) {
	w.t.Helper()
	for key := range s.Networks {
		if n := w.from.Networks[key]; w.network(n.Name) == nil {
			w.must(w.createNetwork(w.from, n))
		}
	}
	for _, m := range s.Volumes {
		if v := w.from.Volumes[m.Source]; m.Type == compose.MountVolume && v != nil && w.volume(v.Name) == nil {
			w.must(w.createVolume(w.from, v))
		}
	}
}

// filled gives the volume with a service's secrets and configs, which it makes
// where it is not there.
func (w *world) filled(s *compose.Service) *plan.FileVolume {
	w.t.Helper()
	v := w.fileVolume(w.from, s)
	if v != nil && w.volume(v.Volume) == nil {
		w.project = w.from
		w.must(w.fill(plan.FillVolume{Volume: v, Service: s}))
	}
	return v
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// set gives a container its state and what the properties say.
func (w *world) set(c *plan.Container, state string, properties map[string]string) {
	w.t.Helper()
	if state == "exited" || state == "dead" {
		w.stop(c, 0)
	}
	c.State = state
	for name, value := range properties {
		switch name {
		case "by":
			c.Attributes = nil
		case "health":
			c.Health = value
		case "exit":
			c.ExitCode = atoi(w.t, value)
		case "hash":
			c.ConfigHash = value
		case "image":
			c.ImageLabel, c.ImageID = "sha256:"+digest(value), "sha256:"+digest(value)
		case "name":
			c.Name = value
		case "stale":
			c.Stale = append(c.Stale, "file "+value)
		case "replaces":
		case "project":
			c.Project = value
		case "workdir":
			c.WorkingDir = value
		case "home":
			c.Home = homeOf(strings.ReplaceAll(value, "{dir}", w.dir))
		case "service":
			c.Service = value
		case "uses":
			c.Image, c.ImageID = value, w.state.Images[plan.Familiar(value)].ID
		case "ports":
			c.Ports = []plan.PublishedPort{portOf(w.t, value)}
		case "volumes":
			c.Mounts = []plan.MountPoint{{Type: "volume", Name: value, Target: "/data"}}
		case "address":
			network, address, _ := strings.Cut(value, ":")
			c.Addresses = map[string][]netip.Addr{network: {netip.MustParseAddr(address)}}
		case "networks":
			w.attach(c, value)
		default:
			w.t.Fatalf("state: container %s: unknown %q", c.Name, name)
		}
	}
}

// attach puts a container on networks: "a,b", "none", or "a:stale" for one
// that was removed and created again since.
func (w *world) attach(c *plan.Container, names string) {
	c.Networks = map[string]string{}
	for name := range strings.SplitSeq(names, ",") {
		name, stale, _ := strings.Cut(name, ":")
		if n := w.network(name); n != nil {
			c.Networks[name] = n.ID
		}
		if stale != "" {
			c.Networks[name] = digest("stale " + name)
		}
	}
}

// portOf reads "127.0.0.1:8080:80/tcp".
func portOf(t *testing.T, text string) (p plan.PublishedPort) {
	t.Helper()
	text, p.Protocol, _ = strings.Cut(text, "/")
	words := strings.Split(text, ":")
	p.Target, p.Published = uint16(atoi(t, words[len(words)-1])), uint16(atoi(t, words[len(words)-2]))
	p.HostIP = strings.Join(words[:len(words)-2], ":")
	return p
}

// homeOf reads "/srv/shop:compose.yaml,more.yaml".
func homeOf(text string) compose.Home {
	folder, names, _ := strings.Cut(text, ":")
	var files []string
	for name := range strings.SplitSeq(names, ",") {
		files = append(files, filepath.Join(folder, name))
	}
	return compose.HomeOf(folder, files)
}

// other adds a container that no service of a file made: of `run`, where
// project says whose, or somebody else's. Properties as for service, and
// project, workdir, service, ports, volumes, uses (an image).
func (w *world) other(name, state, project string, properties map[string]string) {
	w.t.Helper()
	c := plan.Container{ID: w.id(name), Name: name, Project: project, Networks: map[string]string{}}
	if project != "" {
		c.OneOff, c.ConfigHash = true, "of-a-run"
	}
	w.set(&c, state, properties)
	if project != "" {
		w.state.Containers = append(w.state.Containers, c)
	} else {
		w.state.Others = append(w.state.Others, c)
	}
}

package plan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// world is one archive of testdata: files, and the engine that the file
// "state" describes, a line a thing:
//
//	made-from old.yaml              what the containers below were made from; at first compose.yaml
//	container web-1 running …       container 1 of service web, its networks and volumes with it
//	one-off web-run-1 exited …      a container of `run`
//	other blog-1 running …          a container that is none of the project's
//	network shop_back …             a network, or other properties of one
//	volume shop_data …              the same for volumes
//	image redis:7 …                 the same for images; those of all files are there
//	engine 1.41                     the API version; 1.44 where nothing is said
//
// and behind it name=value properties; see the methods of that kind.
type world struct {
	*model
	t     *testing.T
	dir   string
	files map[string]*compose.Project // by name of the file
	from  *compose.Project            // made-from
}

func newWorld(t *testing.T, a *txtar.Archive) *world {
	t.Helper()
	w := &world{model: newModel(), t: t, dir: t.TempDir(), files: map[string]*compose.Project{}}
	var state string
	for _, f := range a.Files {
		if f.Name == "state" {
			state = string(f.Data)
		}
		if err := os.WriteFile(filepath.Join(w.dir, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range a.Files {
		if filepath.Ext(f.Name) == ".yaml" {
			w.images(w.load(f.Name))
		}
	}
	w.from = w.load("compose.yaml")
	for line := range strings.Lines(state) {
		if words := strings.Fields(line); len(words) > 0 {
			w.line(words[0], words[1:])
		}
	}
	return w
}

// load loads a file with all profiles, once.
func (w *world) load(file string) *compose.Project {
	w.t.Helper()
	if p := w.files[file]; p != nil {
		return p
	}
	p, problems := compose.Load(compose.Options{Dir: w.dir, Files: []string{file}, Profiles: []string{"*"}})
	if p == nil {
		w.t.Fatalf("%s: %v", file, problems)
	}
	w.files[file] = p
	return p
}

// images lets the images of a file's services be there.
func (w *world) images(p *compose.Project) {
	for _, s := range p.Services {
		w.addImage(p.ImageName(s), "sha256:"+digest(p.ImageName(s)))
	}
}

func (w *world) line(kind string, words []string) {
	w.t.Helper()
	switch kind {
	case "made-from":
		w.from = w.load(words[0])
	case "container":
		w.service(words[0], words[1], properties(words[2:]))
	case "one-off":
		w.other(words[0], words[1], w.from.Name, properties(words[2:]))
	case "other":
		w.other(words[0], words[1], "", properties(words[2:]))
	case "network":
		w.networkLine(words[0], properties(words[1:]))
	case "volume":
		w.volumeLine(words[0], properties(words[1:]))
	case "image":
		w.imageLine(words[0], properties(words[1:]))
	case "engine":
		w.state.API = plan.ParseAPI(words[0])
	default:
		w.t.Fatalf("state: unknown %q", kind)
	}
}

// properties reads name=value words; a name alone stands for itself.
func properties(words []string) map[string]string {
	out := map[string]string{}
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		out[name] = value
	}
	return out
}

// service adds a container "web-1" in some state. Properties: by=docker-compose,
// health, exit, hash, image (the id of an older one), name, replaces=web-1 (it is
// the replacement of that one, not renamed yet), networks (a name apart from its
// own, or name:stale), volumes=none, attached=none.
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
	c, err := w.create(w.from, plan.CreateContainer{Service: s, Number: number, Name: full, Final: full})
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
		case "replaces":
		case "project":
			c.Project = value
		case "workdir":
			c.WorkingDir = value
		case "service":
			c.Service = value
		case "uses":
			c.Image, c.ImageID = value, w.state.Images[plan.Familiar(value)].ID
		case "ports":
			c.Ports = []plan.PublishedPort{portOf(w.t, value)}
		case "volumes":
			c.Mounts = []plan.MountPoint{{Type: "volume", Name: value, Target: "/data"}}
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

// networkLine adds or changes a network. Properties: gone, project, hash, key.
func (w *world) networkLine(name string, properties map[string]string) {
	if _, gone := properties["gone"]; gone {
		w.do(plan.RemoveNetwork{ID: w.network(name).ID})
		return
	}
	n := w.network(name)
	if n == nil {
		w.state.Networks = append(w.state.Networks, plan.Network{ID: w.id(name), Name: name})
		n = w.network(name)
	}
	n.Project, n.ConfigHash, n.Key = or(properties, "project", n.Project), or(properties, "hash", n.ConfigHash), or(properties, "key", n.Key)
}

// volumeLine adds or changes a volume. Properties: project, hash, key.
func (w *world) volumeLine(name string, properties map[string]string) {
	v := w.volume(name)
	if v == nil {
		w.state.Volumes = append(w.state.Volumes, plan.Volume{Name: name})
		v = w.volume(name)
	}
	v.Project, v.ConfigHash, v.Key = or(properties, "project", v.Project), or(properties, "hash", v.ConfigHash), or(properties, "key", v.Key)
}

// imageLine adds or changes an image. Properties: gone, id (any text, for
// another image of that name), project.
func (w *world) imageLine(ref string, properties map[string]string) {
	name := plan.Familiar(ref)
	old := w.state.Images[name]
	delete(w.state.Images, name)
	delete(w.state.Images, old.ID)
	if _, gone := properties["gone"]; gone {
		return
	}
	id := "sha256:" + digest(or(properties, "id", ref))
	w.addImage(ref, id)
	i := plan.Image{ID: id, Project: properties["project"]}
	w.state.Images[name], w.state.Images[id] = i, i
}

func or(properties map[string]string, name, otherwise string) string {
	if value, ok := properties[name]; ok {
		return value
	}
	return otherwise
}

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(fmt.Errorf("state: %w", err))
	}
	return n
}

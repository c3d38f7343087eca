package plan_test

import (
	"os"
	"path/filepath"
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
//	removed web-1                   that container is gone again
//	state web-1 exited              that container is in another state by now
//	half-filled web                 what a broken off FillVolume for service web leaves;
//	                                pruned: without the container by way of which it was filled
//	hook web-1 exited               what a pre_start of container 1 leaves: its first, in that state
//	one-off web-run-1 exited …      a container of `run`
//	other blog-1 running …          a container that is none of the project's
//	network shop_back …             a network, or other properties of one
//	volume shop_data …              the same for volumes
//	image redis:7 …                 the same for images; those of all files are there
//	listens 127.0.0.1:80/tcp nginx  a process of the host that is no container
//	missing data                    a path of the host that is not there
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
	case "removed":
		w.must(w.remove(plan.RemoveContainer{ID: w.from.Name + "-" + words[0], Force: true}))
	case "half-filled":
		w.project = w.from
		s := w.from.Services[words[0]]
		v := w.fileVolume(w.from, s)
		w.must(w.filler(plan.FillVolume{Volume: v, Service: s}))
		if _, pruned := properties(words[1:])["pruned"]; pruned {
			w.must(w.remove(plan.RemoveContainer{ID: plan.Filler(v.Volume)}))
		}
	case "state":
		w.set(w.container(w.from.Name+"-"+words[0]), words[1], nil)
	case "hook":
		c := w.container(w.from.Name + "-" + words[0])
		w.runner(plan.RunHook{ID: c.ID, Service: w.from.Services[c.Service], Number: c.Number, Moment: plan.PreStart, Peers: w.peers(w.from.Services[c.Service])}, words[1])
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
	case "listens":
		w.listens(words[0], strings.Join(words[1:], " "))
	case "missing":
		w.state.Missing[filepath.Join(w.dir, words[0])] = true
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

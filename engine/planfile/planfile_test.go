package planfile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gocompose/compose"
	"gocompose/engine/plan"
)

const file = `
name: shop
services:
  web:
    image: nginx
    build: {context: web, dockerfile: ../web.Dockerfile}
    env_file: [web.env, {path: more.env, required: false}]
    label_file: labels.env
    environment: {LEVEL: "${LEVEL-info}"}
    secrets: [token, given]
    configs: [settings]
secrets:
  token: {file: token.txt}
  given: {environment: GIVEN}
configs:
  settings: {file: settings.ini}
include: [other/compose.yaml]
`

// world is a project and what the engine has of it.
type world struct {
	t     *testing.T
	dir   string
	vars  []string
	state plan.State
	plan  string
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, dir: t.TempDir(), plan: `{"steps":[{"key":"a: stop","op":"stop","reason":"down","because":[{"reason":"and more"}]},` +
		`{"key":"i: pull","op":"pull","reason":"was pulled 61 minutes ago"}]}`}
	for name, text := range map[string]string{
		"compose.yaml": file, "web.env": "A=1", "labels.env": "L=1", "token.txt": "hunter2", "settings.ini": "x", ".env": "FROM=env",
		"other/compose.yaml": "services: {db: {image: redis}}", "other/.env": "O=1", "web.Dockerfile": "FROM scratch",
	} {
		w.write(name, text)
	}
	w.state = plan.State{
		Containers: []plan.Container{{ID: "c1", Name: "shop-web-1", State: "running", Image: "nginx", Labels: map[string]string{"a": "b"}}},
		Networks:   []plan.Network{{ID: "n1", Name: "shop_default", Project: "shop"}, {ID: "n2", Name: "bridge"}},
		Volumes:    []plan.Volume{{Name: "shop_data", Project: "shop", ConfigHash: "v1"}, {Name: "other"}},
		Images:     map[string]plan.Image{"nginx:latest": {ID: "i1"}, "redis:latest": {ID: "i2"}, "else:latest": {ID: "i3"}},
	}
	return w
}

func (w *world) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) take(key string) *File {
	w.t.Helper()
	p, problems := compose.Load(compose.Options{Dir: w.dir, Environ: append([]string{"GIVEN=swordfish"}, w.vars...)})
	if p == nil {
		w.t.Fatal(problems)
	}
	f := &File{Schema: Schema, Project: p.Name, Engine: "unix:///e", Command: []string{"up"}, Key: key, Plan: json.RawMessage(w.plan)}
	if err := f.Take(p, &w.state); err != nil {
		w.t.Fatal(err)
	}
	return f
}

func TestMoved(t *testing.T) {
	for want, move := range map[string]func(*world){
		"":                                    func(*world) {},
		"compose.yaml has changed":            func(w *world) { w.write("compose.yaml", file+"# more\n") },
		"web.env has changed":                 func(w *world) { w.write("web.env", "A=2") },
		"more.env is there, which it was not": func(w *world) { w.write("more.env", "B=2") },
		"labels.env has changed":              func(w *world) { w.write("labels.env", "L=2") },
		"token.txt has changed":               func(w *world) { w.write("token.txt", "hunter3") },
		"settings.ini has changed":            func(w *world) { w.write("settings.ini", "y") },
		"web.Dockerfile has changed":          func(w *world) { w.write("web.Dockerfile", "FROM nginx") },
		"web.Dockerfile is gone":              func(w *world) { os.Remove(filepath.Join(w.dir, "web.Dockerfile")) },
		".env has changed":                    func(w *world) { w.write(".env", "FROM=it") },
		".env is not read any more":           func(w *world) { os.Remove(filepath.Join(w.dir, ".env")) },
		"other/compose.yaml has changed":      func(w *world) { w.write("other/compose.yaml", "services: {db: {image: redis, user: me}}") },
		"other/.env has changed":              func(w *world) { w.write("other/.env", "O=2") },
		"the files come to something else than they did: a variable has another value":  func(w *world) { w.vars = []string{"LEVEL=debug"} },
		"the files come to something else than they did: a variable has another value ": func(w *world) { w.vars = []string{"GIVEN=other"} },
		"container shop-web-1 is gone":                    func(w *world) { w.state.Containers = nil },
		"container shop-web-1 is another one":             func(w *world) { w.state.Containers[0].ID = "c2" },
		"container shop-web-1 is exited, and was running": func(w *world) { w.state.Containers[0].State = "exited" },
		"container shop-web-1 has other labels":           func(w *world) { w.state.Containers[0].Labels["a"] = "c" },
		"network shop_new is there, which it was not": func(w *world) {
			w.state.Networks = append(w.state.Networks, plan.Network{Name: "shop_new", Project: "shop"})
		},
		"volume shop_data is gone":   func(w *world) { w.state.Volumes = nil },
		"image nginx is another one": func(w *world) { w.state.Images["nginx:latest"] = plan.Image{ID: "i4"} },
		"step b (start): new is needed, too": func(w *world) {
			w.plan = strings.Replace(w.plan, `ago"}`, `ago"},{"key":"b","op":"start","reason":"new"}`, 1)
		},
		"step a: stop (stop): down; and more is not needed any more": func(w *world) { w.plan = `{"steps":[]}` },
		" ": func(w *world) { w.plan = strings.Replace(w.plan, "61", "62", 1) },
		"where the plan had a: stop (stop): down; and more there is now a: stop (stop): down; and less": func(w *world) {
			w.plan = strings.Replace(w.plan, "more", "less", 1)
		},
	} {
		w := newWorld(t)
		then := w.take("key")
		move(w)
		var got []string
		for _, d := range then.Moved(w.take("key")) {
			got = append(got, d.Summary)
		}
		if text := strings.Join(got, "\n"); text != strings.TrimSpace(want) {
			t.Errorf("got %q, want %q", text, want)
		}
	}
}

// TestWritten keeps a plan, which must be its owner's alone and tell no secret,
// nor the same of the same content twice.
func TestWritten(t *testing.T) {
	w := newWorld(t)
	f, path := w.take(NewKey()), filepath.Join(w.dir, "kept.plan")
	w.write("kept.plan", "old") // open to all
	if err := f.Write(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	text, _ := os.ReadFile(path)
	for _, secret := range []string{"hunter2", "swordfish"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the file tells %s", secret)
		}
	}
	read, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if moved := read.Moved(f); len(moved) > 0 {
		t.Error(moved)
	}
	if other := w.take(NewKey()); other.Inputs["token.txt"] == f.Inputs["token.txt"] || other.Values == f.Values {
		t.Error("two files have the same digests")
	}
	for _, bad := range []string{"{}", "services:", `{"schema":"gocompose.plan-file/v2","command":["up"]}`} {
		w.write("kept.plan", bad)
		if _, err := Read(path); err == nil || !strings.Contains(err.Error(), "is not a plan of") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestWrittenNowhere leaves alone what is no file, such as a device.
func TestWrittenNowhere(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&File{}).Write(pipe); err == nil || !strings.Contains(err.Error(), pipe) {
		t.Errorf("the error is %v", err)
	}
	if seen, err := os.Lstat(pipe); err != nil || seen.Mode().IsRegular() {
		t.Errorf("the pipe is %v, %v", seen, err)
	}
}

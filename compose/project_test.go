package compose

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gocompose/compose/diag"
)

const stack = `
services:
  web:
    image: nginx
    environment:
      LOG_LEVEL: info
    depends_on: [api]
  api:
    build: .
    environment: [A=1, B]
    depends_on: {db: {condition: service_started}}
    ports: ["80"]
  db: {image: postgres, volumes: ["data:/data"], networks: [back]}
  job: {image: busybox, profiles: [jobs], networks: [jobs]}
volumes: {data: }
networks: {back: , jobs: }
`

func load(t *testing.T, text string) *Project {
	t.Helper()
	p, problems := Load(Options{Files: []string{"-"}, Stdin: strings.NewReader(text), Dir: "/srv/Shop", Environ: []string{"B=2"}})
	if p == nil {
		t.Fatal(problems.Error())
	}
	return p
}

func names[V any](m map[string]V) string { return strings.Join(sortedKeys(m), " ") }

func TestAt(t *testing.T) {
	p := load(t, stack)
	for _, c := range []struct {
		service, path, want string
	}{
		{"web", "", "-:3:3"},
		{"web", "image", "-:4:5"},
		{"web", "environment LOG_LEVEL", "-:6:7"},
		{"web", "environment OTHER", "-:5:5"},
		{"web", "no_such", "-:3:3"},
		{"api", "environment A", "-:10:19"},
		{"api", "environment B", "-:10:24"},
		{"api", "depends_on db", "-:11:18"},
		{"api", "ports 0", "-:12:13"},
		{"api", "build", "-:9:5"},
	} {
		if got := p.Services[c.service].At(strings.Fields(c.path)...).String(); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.service, c.path, got, c.want)
		}
	}
}

func TestPlacesInTheModel(t *testing.T) {
	p := load(t, stack)
	api := p.Services["api"]
	for what, c := range map[string]struct {
		pos  diag.Pos
		want string
	}{
		"build":      {api.Build.Pos, "-:9:5"},
		"dependency": {api.DependsOn["db"].Pos, "-:11:18"},
		"port":       {api.Ports[0].Pos, "-:12:13"},
		"mount":      {p.Services["db"].Volumes[0].Pos, "-:13:35"},
		"volume":     {p.Volumes["data"].Pos, "-:15:11"},
		"network":    {p.Networks["back"].Pos, "-:16:12"},
		"implied":    {p.Networks["default"].Pos, "-:3:3"},
	} {
		if c.pos.String() != c.want {
			t.Errorf("%s: %s, want %s", what, c.pos, c.want)
		}
	}
}

func TestAtOfEnvFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "compose.yaml"), "services: {web: {image: a, env_file: e/web.env, environment: {B: own}}}\n")
	write(t, filepath.Join(dir, "e/web.env"), "# first\nA=1\nB=2\n")
	p, problems := Load(Options{Dir: dir})
	if p == nil {
		t.Fatal(problems.Error())
	}
	if got := p.Services["web"].At("environment", "A").String(); got != "e/web.env:2:1" {
		t.Error(got)
	}
	if got := p.Services["web"].At("environment", "B").String(); got != "compose.yaml:1:63" {
		t.Error(got)
	}
}

func TestNamesOfFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "proj/compose.yaml"), "services: {web: {image: a}}\n")
	for _, c := range []struct{ cwd, file, want string }{
		{"proj", "", "compose.yaml"},
		{"proj/a/b", "", "../../compose.yaml"},
		{".", "proj/compose.yaml", "proj/compose.yaml"},
		{".", "./proj/../proj/compose.yaml", "./proj/../proj/compose.yaml"},
		{"proj", filepath.Join(dir, "proj/compose.yaml"), filepath.Join(dir, "proj/compose.yaml")},
	} {
		o := Options{Dir: filepath.Join(dir, c.cwd)}
		if c.file != "" {
			o.Files = []string{c.file}
		}
		p, problems := Load(o)
		if p == nil {
			t.Fatal(problems.Error())
		}
		if got := p.Services["web"].At().File; got != c.want {
			t.Errorf("from %s: %s, want %s", c.cwd, got, c.want)
		}
		if want := filepath.Join(dir, "proj/compose.yaml"); p.Files[0] != want || p.WorkingDir != filepath.Dir(want) {
			t.Errorf("from %s: files %v in %s", c.cwd, p.Files, p.WorkingDir)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestProject(t *testing.T) {
	p := load(t, stack)
	if p.Name != "shop" || p.ImageName(p.Services["api"]) != "shop-api" || p.ImageName(p.Services["web"]) != "nginx" {
		t.Error(p.Name, p.ImageName(p.Services["api"]))
	}
	if names(p.Services) != "api db web" || names(p.Disabled) != "job" {
		t.Error(names(p.Services), "|", names(p.Disabled))
	}
	if names(p.Networks) != "back default" || names(p.Volumes) != "data" {
		t.Error(names(p.Networks), "|", names(p.Volumes))
	}
	if got := *p.Services["api"].Environment["B"]; got != "2" {
		t.Error(got)
	}
	if got := p.Graph().Order(); !reflect.DeepEqual(got, []string{"db", "api", "web"}) {
		t.Error(got)
	}
}

func TestSelect(t *testing.T) {
	p := load(t, stack)
	before, _ := p.CanonicalJSON()
	for _, c := range []struct{ names, services, networks, volumes string }{
		{"", "api db web", "back default", "data"},
		{"web", "api db web", "back default", "data"},
		{"api", "api db", "back default", "data"},
		{"db", "db", "back", "data"},
		{"job", "job", "jobs", ""},
		{"job web", "api db job web", "back default jobs", "data"},
	} {
		got, problems := p.Select(strings.Fields(c.names))
		if got == nil {
			t.Fatal(problems.Error())
		}
		if names(got.Services) != c.services || names(got.Networks) != c.networks || names(got.Volumes) != c.volumes {
			t.Errorf("%s: %s | %s | %s", c.names, names(got.Services), names(got.Networks), names(got.Volumes))
		}
		if len(got.Services)+len(got.Disabled) != 4 {
			t.Errorf("%s: disabled %s", c.names, names(got.Disabled))
		}
	}
	if after, _ := p.CanonicalJSON(); string(after) != string(before) {
		t.Error("Select changed the project")
	}
}

func TestSelectKeepsTheScale(t *testing.T) {
	p, problems := load(t, stack).WithScale(map[string]int{"api": 3})
	if p == nil {
		t.Fatal(problems.Error())
	}
	if p, _ = p.Select([]string{"web"}); p.Services["api"].Replicas() != 3 {
		t.Error(p.Services["api"].Replicas())
	}
}

func TestWithScale(t *testing.T) {
	p := load(t, "services: {a: {image: x, deploy: {replicas: 2}}, b: {image: x, scale: 4}, c: {image: x}}")
	scaled, problems := p.WithScale(map[string]int{"a": 0, "c": 3})
	if scaled == nil {
		t.Fatal(problems.Error())
	}
	for name, want := range map[string]int{"a": 0, "b": 4, "c": 3} {
		if got := scaled.Services[name].Replicas(); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
	if p.Services["a"].Replicas() != 2 || *p.Services["a"].Deploy.Replicas != 2 || p.Services["c"].Scale != nil {
		t.Error("WithScale changed the project")
	}
}

package spec_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"gocompose/compose"
	"gocompose/engine/spec"
)

var update = flag.Bool("update", false, "write what came out into the golden files")

// TestCreate compares what the engine is sent for each service, network and
// volume of the archives with their files "want": JSON without what is null,
// false, 0 or "". Docker compose's labels are left out but in the archives
// "labels" and "resources".
func TestCreate(t *testing.T) {
	for name, a := range archives(t, "create", 10) {
		t.Run(name, func(t *testing.T) {
			p, dir := load(t, a)
			got := requests(t, p, name)
			got = strings.ReplaceAll(got, dir, "{dir}")
			if *update {
				a.Files[len(a.Files)-1].Data = []byte(got)
				if err := os.WriteFile(filepath.Join("testdata", "create", name+".txtar"), txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(part(t, a, "want")); got != want {
				t.Errorf("--- want\n%s--- got\n%s", want, got)
			}
		})
	}
}

// requests gives the JSON of all requests of a project, each under its kind and key.
func requests(t *testing.T, p *compose.Project, archive string) string {
	t.Helper()
	var b strings.Builder
	for _, name := range p.ServiceNames() {
		s := p.Services[name]
		request := spec.Container(p, s, spec.Instance{Number: 1, Name: lasting(p, s), ImageID: "sha256:0123"})
		if archive != "labels" {
			request.Labels = s.Labels
		}
		fmt.Fprintf(&b, "service %s %s\n", name, brief(t, request))
	}
	if archive != "resources" {
		return b.String()
	}
	for _, key := range p.NetworkKeys() {
		fmt.Fprintf(&b, "network %s %s\n", key, brief(t, spec.Network(p, p.Networks[key])))
	}
	for _, key := range p.VolumeKeys() {
		fmt.Fprintf(&b, "volume %s %s\n", key, brief(t, spec.Volume(p, p.Volumes[key])))
	}
	return b.String()
}

func lasting(p *compose.Project, s *compose.Service) string {
	if s.ContainerName != "" {
		return s.ContainerName
	}
	return p.Name + "-" + s.Name + "-1"
}

// brief gives a request's JSON without zero values.
func brief(t *testing.T, request any) string {
	t.Helper()
	raw, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(filled(v)); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

// filled gives a map without the fields of structs, which begin with a capital
// letter, that have the zero value. Empty lists and maps are kept, for the
// engine tells them from null.
func filled(m map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range m {
		field := k[0] >= 'A' && k[0] <= 'Z'
		switch inner, ok := v.(map[string]any); {
		case ok:
			out[k] = filled(inner)
		case field && (v == nil || v == "" || v == false || v == 0.0), k == "ConsoleSize":
		default:
			out[k] = v
		}
	}
	return out
}

// one loads one service and gives the request for a container of it.
func one(t *testing.T, service string, in spec.Instance) spec.Request {
	t.Helper()
	text := "name: shop\nservices:\n  web: " + service + "\nnetworks: {back: {}, front: {}}\nvolumes: {data: {}}\n"
	p, problems := compose.Load(compose.Options{Files: []string{"-"}, Stdin: strings.NewReader(text), Dir: "/srv/shop"})
	if p == nil {
		t.Fatal(problems)
	}
	return spec.Container(p, p.Services["web"], in)
}

func TestOneEndpoint(t *testing.T) {
	for _, c := range []struct {
		service string
		in      spec.Instance
		mode    string
		want    []string
	}{
		{`{image: nginx, networks: [front, back]}`, spec.Instance{}, "shop_back", []string{"shop_back", "shop_front"}},
		{`{image: nginx, networks: [front, back]}`, spec.Instance{OneEndpoint: true}, "shop_back", []string{"shop_back"}},
		{`{image: nginx}`, spec.Instance{OneEndpoint: true}, "shop_default", []string{"shop_default"}},
	} {
		r := one(t, c.service, c.in)
		got := r.NetworkingConfig.EndpointsConfig
		if string(r.HostConfig.NetworkMode) != c.mode || len(got) != len(c.want) {
			t.Errorf("%s: mode %s, endpoints %v", c.service, r.HostConfig.NetworkMode, got)
		}
		for _, name := range c.want {
			if got[name] == nil {
				t.Errorf("%s: not on %s", c.service, name)
			}
		}
	}
}

// TestTakenOver hands the anonymous volumes of a replaced container on: by
// name where the service still has one there, never where it has another
// mount.
func TestTakenOver(t *testing.T) {
	in := spec.Instance{Anonymous: map[string]string{"/a": "0a", "/b": "0b"}}
	for service, want := range map[string]string{
		`{image: nginx}`:                                          "0a:/a 0b:/b",
		`{image: nginx, volumes: [/a]}`:                           "0a:/a 0b:/b",
		`{image: nginx, volumes: ["data:/a"]}`:                    "0b:/b",
		`{image: nginx, volumes: ["/srv:/a", "/srv:/b"]}`:         "",
		`{image: nginx, tmpfs: ["/a:size=1m", "/c"]}`:             "0b:/b",
		`{image: nginx, volumes: [{type: tmpfs, target: /b}]}`:    ":/b 0a:/a",
		`{image: nginx, volumes: [{type: volume, target: /new}]}`: ":/new 0a:/a 0b:/b",
	} {
		var got []string
		for _, m := range one(t, service, in).HostConfig.Mounts {
			got = append(got, m.Source+":"+m.Target)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: %q, not %q", service, text, want)
		}
	}
}

func TestInstanceLabels(t *testing.T) {
	r := one(t, `{image: nginx}`, spec.Instance{Number: 3, Name: "shop-web-3", ImageID: "sha256:12", Replaces: "web-3"})
	for label, want := range map[string]string{
		spec.LabelNumber: "3", spec.LabelImage: "sha256:12", spec.LabelReplace: "web-3", spec.LabelOneOff: "False",
		spec.LabelProject: "shop", spec.LabelService: "web", spec.LabelWorkingDir: "/srv/shop", spec.LabelConfigFiles: "-",
	} {
		if got := r.Labels[label]; got != want {
			t.Errorf("%s is %q, not %q", label, got, want)
		}
	}
	for _, label := range []string{spec.LabelReplace, spec.LabelEnvFile} {
		if got, ok := one(t, `{image: nginx}`, spec.Instance{Number: 1}).Labels[label]; ok {
			t.Errorf("%s is %q", label, got)
		}
	}
}

func TestEnvFileLabel(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{"one.env", "two.env"} {
		if err := os.WriteFile(filepath.Join(dir, file), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, problems := compose.Load(compose.Options{Dir: dir, Files: []string{"-"}, Stdin: strings.NewReader("name: shop\nservices: {web: {image: nginx}}\n"), EnvFiles: []string{"one.env", "two.env"}})
	if p == nil {
		t.Fatal(problems)
	}
	want := filepath.Join(dir, "one.env") + "," + filepath.Join(dir, "two.env")
	if got := spec.Container(p, p.Services["web"], spec.Instance{}).Labels[spec.LabelEnvFile]; got != want {
		t.Errorf("the label is %q, not %q", got, want)
	}
}

func TestImageLabels(t *testing.T) {
	p := &compose.Project{Name: "shop"}
	want := map[string]string{spec.LabelProject: "shop", spec.LabelService: "web", spec.LabelVersion: spec.ComposeVersion}
	if got := spec.ImageLabels(p, &compose.Service{Name: "web"}); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}

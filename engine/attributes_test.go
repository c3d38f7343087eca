package engine

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/client"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/compose/tree"
	"gocompose/engine/build"
	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// TestAttributes sets each attribute of the Compose Specification once and
// leaves it out once. What differs must be a request to the engine, the build,
// the order of the steps, or a diagnostic at the attribute's place; what only
// shows in the model is in the table elsewhere, with who acts on it. A leaf
// that does nothing fails. The list is compared with the schema in the module
// compose/oracle.
func TestAttributes(t *testing.T) {
	list, err := os.ReadFile(filepath.Join("testdata", "attributes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	leaves := strings.Fields(string(list))
	if len(leaves) < 350 {
		t.Fatalf("%d leaves", len(leaves))
	}
	for _, table := range []map[string]string{elsewhere, refused} {
		for leaf := range table {
			if !slices.Contains(leaves, leaf) {
				t.Errorf("%s is no leaf", leaf)
			}
		}
	}
	for _, leaf := range leaves {
		t.Run(leaf, func(t *testing.T) {
			t.Parallel()
			judge(t, leaf)
		})
	}
}

func judge(t *testing.T, leaf string) {
	without, with := observe(t, leaf, absent), observe(t, leaf, present)
	if without.text == with.text {
		t.Fatalf("the tables set nothing:\n%s", with.text)
	}
	got := outcomeOf(leaf, without, with)
	_, model := elsewhere[leaf]
	switch {
	case model && got != "model":
		t.Errorf("has an effect of its own: %s; take it off the table", got)
	case model:
	case strings.HasPrefix(got, "nothing"), got == "model":
		t.Errorf("has no effect: %s\n--- without\n%s--- with\n%s", got, without.text, with.text)
	}
	t.Log(got)
}

// outcomeOf tells where the difference shows.
func outcomeOf(leaf string, without, with sight) string {
	for _, d := range with.problems {
		old := slices.ContainsFunc(without.problems, func(o diag.Diagnostic) bool { return o.Summary == d.Summary })
		here := slices.Contains(with.lines, d.Pos.Line) && (!old || d.Rule == diag.Unsupported)
		words, expected := refused[leaf]
		switch {
		case here && d.Severity == diag.Warning:
			return "warning: " + d.Summary
		case here && expected && strings.Contains(d.Summary, words):
			return "refused: " + d.Summary
		case d.Severity == diag.Error:
			return "nothing: " + d.Error()
		}
	}
	switch {
	case without.requests != with.requests:
		return "requests"
	case without.model != with.model:
		return "model"
	}
	return "nothing"
}

// sight is what a file comes to.
type sight struct {
	text     string
	lines    []int // where the attribute stands
	problems diag.List
	requests string // to the engine and the builder, and the order of the steps
	model    string // the canonical form
}

// observe brings a file up on an engine of its own.
func observe(t *testing.T, leaf string, p presence) sight {
	t.Helper()
	f := fileFor(leaf, p)
	s := sight{text: f.text.String(), lines: f.lines}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"compose.yaml": s.text, "other.yaml": other, "more.yaml": strings.ReplaceAll(other, "FROM", "MORE"), "included.yaml": included, "more/compose.yaml": other,
		"vars.env": "FROM_FILE=1\nQUOTED='q'\n", "more.env": "MORE=1\n", "labels": "from=file\n",
		"tok": "s3cret\n", "profile.json": "{}", "sub/Dockerfile": "FROM nginx\n", "Dockerfile": "FROM nginx AS probe\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	project, problems := compose.Load(compose.Options{Dir: dir, Name: nameFor(leaf), Environ: []string{"HOME=/home/user", "VALUE=v", "OTHER=o"}})
	s.problems = problems
	if project == nil || problems.Err() != nil {
		return s
	}
	var canonical strings.Builder
	if err := tree.Encode(&canonical, project.Canonical()); err != nil {
		t.Fatal(err)
	}
	s.model = canonical.String()
	s.bringUp(t, project)
	clean := strings.NewReplacer(dir, "DIR")
	s.requests, s.model = clean.Replace(s.requests), clean.Replace(s.model)
	return s
}

func nameFor(leaf string) string {
	if leaf == "name" {
		return ""
	}
	return "shop"
}

// bringUp does what `up` and `down` do, but for building: of that it keeps
// what the builder is asked for.
func (s *sight) bringUp(t *testing.T, p *compose.Project) {
	t.Helper()
	srv, e := newest(t)
	addImages(srv, p, func(s *compose.Service) bool { return s.Build == nil })
	images, problems := plan.Images(p, stateOf(t, e, p), plan.ImageOptions{})
	s.problems.Add(problems...)
	if images == nil {
		return
	}
	s.problems.Add(buildProblems(p, images)...)
	s.requests = steps(p, images)
	addImages(srv, p, func(s *compose.Service) bool { return s.Build != nil })
	in, unusable := e.ReadInputs(p)
	s.problems.Add(unusable...)
	state := stateOf(t, e, p)
	goal, err := e.Goal(t.Context(), p, in, state)
	var wrong diag.List
	if errors.As(err, &wrong) {
		s.problems.Add(wrong...)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	up, problems := plan.Up(goal, state, plan.UpOptions{})
	s.problems.Add(problems...)
	if up == nil {
		return
	}
	apply(t, e, up, ApplyOptions{Project: p, State: state, Inputs: in})
	state = stateOf(t, e, p)
	down := plan.Down(p.Name, p, state, plan.DownOptions{})
	apply(t, e, down, ApplyOptions{Project: p, State: state})
	s.requests += steps(p, up) + steps(p, down) + requests(srv.Changes())
}

// buildProblems is CheckBuilds where BuildKit can do everything.
func buildProblems(p *compose.Project, images *plan.Plan) (problems diag.List) {
	newest := build.Builder{API: "1.55", Manifests: true, HostGateway: "10.0.0.1"}
	for _, step := range images.Steps {
		if op, ok := step.Op.(plan.BuildImage); ok {
			wanted := BuildOptions{}.buildSpec(p, op)
			for _, wrong := range append(build.Check(wanted), newest.Limits(wanted)...) {
				problems.Add(buildProblem(op.Service, wrong))
			}
		}
	}
	return problems
}

// newest is an engine that speaks the newest API.
func newest(t *testing.T) (*enginetest.Server, *Engine) {
	t.Helper()
	srv, err := enginetest.Start(enginetest.Options{APIVersion: "1.55", BuilderVersion: "2", Seed: "attributes"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	c, err := client.NewClientWithOpts(client.WithHost(srv.Host()), client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	srv.Behave("*-pre_start-*", enginetest.Behaviour{Exit: &enginetest.Exit{}})
	return srv, &Engine{client: c}
}

func addImages(srv *enginetest.Server, p *compose.Project, which func(*compose.Service) bool) {
	for _, name := range p.ServiceNames() {
		if s := p.Services[name]; which(s) {
			srv.AddImage(p.ImageName(s), enginetest.Image{})
			for _, hook := range s.PreStart {
				srv.AddImage(cmp.Or(hook.Image, "none"), enginetest.Image{})
			}
		}
	}
}

func stateOf(t *testing.T, e *Engine, p *compose.Project) *plan.State {
	t.Helper()
	state, err := e.Observe(t.Context(), p.Name)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// apply carries out a plan as far as it goes: waits for what never comes are given up soon.
func apply(t *testing.T, e *Engine, p *plan.Plan, o ApplyOptions) {
	t.Helper()
	o.Parallel, o.Wait = 1, 50*time.Millisecond
	if err := e.Apply(t.Context(), p, o); err != nil {
		t.Log(err)
	}
}

// steps gives the steps of a plan, what is built and what is put into volumes, without places.
func steps(project *compose.Project, p *plan.Plan) string {
	var b strings.Builder
	for _, step := range p.Steps {
		fmt.Fprintf(&b, "%s needs %q follows %q tolerated %t\n", step.Key, step.Needs, step.Follows, step.Tolerated)
		switch op := step.Op.(type) {
		case plan.FillVolume:
			fmt.Fprintf(&b, "%+v\n", op.Volume.Files)
		case plan.BuildImage:
			wanted, _ := json.Marshal(BuildOptions{}.buildSpec(project, op))
			fmt.Fprintf(&b, "%s\n", wanted)
		}
	}
	return b.String()
}

var volatile = regexp.MustCompile(`[0-9a-f]{64}`)

// requests gives the calls that change something, without what differs from
// run to run and the labels that have hashes of the model.
func requests(calls []enginetest.Call) string {
	var lines []string
	for _, call := range calls {
		if call.Method == http.MethodHead {
			continue
		}
		line := call.String() + " " + call.Query.Encode() + " " + body(call.Body)
		lines = append(lines, volatile.ReplaceAllString(line, "ID"))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

func body(raw []byte) string {
	var v map[string]any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	if labels, ok := v["Labels"].(map[string]any); ok {
		for key := range labels {
			if key == spec.LabelConfigHash || strings.HasPrefix(key, "gocompose.") {
				delete(labels, key)
			}
		}
	}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		return err.Error()
	}
	return b.String()
}

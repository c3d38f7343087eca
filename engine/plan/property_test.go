package plan_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gocompose/compose"
	"gocompose/engine/plan"
)

var histories = flag.Uint64("histories", 600, "how many random histories TestHistories goes through")

// TestHistories lets random applications change, be brought up, break in the
// middle, be damaged from outside and be taken down, on the model of an engine.
func TestHistories(t *testing.T) {
	planned := uint64(0)
	for seed := range *histories {
		h := newHistory(t, seed)
		for range 4 {
			h.change()
			if h.up() {
				planned++
			}
			h.damage()
		}
		h.down()
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, strings.Join(h.log, "\n"))
		}
	}
	if planned < *histories*4/2 {
		t.Errorf("only %d of %d plans could be made", planned, *histories*4)
	}
}

// history is the life of one project.
type history struct {
	*model
	t       *testing.T
	random  *rand.Rand
	app     *app
	project *compose.Project
	foreign []plan.Container // somebody else's, which must stay as they are
	log     []string
}

func newHistory(t *testing.T, seed uint64) *history {
	h := &history{model: newModel(), t: t, random: rand.New(rand.NewPCG(seed, 0))}
	h.app = randomApp(h.random)
	h.addImage("one", "sha256:"+digest("one"))
	h.addImage("two", "sha256:"+digest("two"))
	if h.random.IntN(2) == 0 {
		h.state.API = plan.API{Major: 1, Minor: 41}
	}
	h.others()
	return h
}

// others lets somebody else's containers be there, one of them on a host port.
func (h *history) others() {
	blog := plan.Container{ID: h.id("blog"), Name: "blog-web-1", Project: "blog", Service: "a", State: "running", ConfigHash: "x", Networks: map[string]string{}}
	if h.random.IntN(4) == 0 {
		blog.Ports = []plan.PublishedPort{{Published: 8001, Target: 80, Protocol: "tcp"}}
	}
	h.state.Others = append(h.state.Others, blog)
	if h.random.IntN(6) == 0 {
		h.state.Networks = append(h.state.Networks, plan.Network{ID: digest("shop_back"), Name: "shop_back"}) // by hand
		h.state.Others[0].Networks["shop_back"] = digest("shop_back")
	}
	h.foreign = slices.Clone(h.state.Others)
}

func (h *history) note(format string, args ...any) {
	h.log = append(h.log, fmt.Sprintf(format, args...))
}

func (h *history) errorf(format string, args ...any) {
	h.t.Helper()
	h.note("*** "+format, args...)
	h.t.Errorf(format, args...)
}

// change writes a new version of the file.
func (h *history) change() {
	h.app.mutate(h.random)
	text := h.app.yaml()
	h.note("%s", text)
	p, problems := compose.Load(compose.Options{Files: []string{"-"}, Stdin: strings.NewReader(text), Dir: "/srv/shop"})
	if p == nil {
		h.t.Fatalf("%s%v", text, problems)
	}
	h.project, h.model.project = p, p
}

// up brings the project up, perhaps with a mishap and then again, and tells
// whether there was a plan.
func (h *history) up() bool {
	o := h.upOptions()
	p := h.planUp(o)
	if p == nil {
		return false
	}
	r := h.newRun(p, o)
	if h.random.IntN(3) == 0 && len(p.Steps) > 0 {
		r.breaks, r.mishap = 1+h.random.IntN(len(p.Steps)), mishap(h.random.IntN(3))
		h.note("mishap %d at step %d", r.mishap, r.breaks)
	}
	complete, err := r.whole()
	h.untouched()
	if o.Recreate == plan.RecreateNever && !complete {
		return true // a container of an older version may not be what others wait for
	}
	if err != nil && r.breaks == 0 { // what is put right after a mishap may be in the way of others
		h.errorf("%v", err)
	}
	if !complete {
		h.again(o)
	}
	h.settled(o)
	return true
}

// again brings up what a mishap left half done.
func (h *history) again(o plan.UpOptions) {
	if o.Recreate == plan.RecreateAlways {
		o.Recreate = plan.RecreateDiverged
	}
	h.note("again")
	p := h.planUp(o)
	if p == nil {
		h.errorf("after a mishap no plan can be made")
		return
	}
	r := h.newRun(p, o)
	if _, err := r.whole(); err != nil {
		h.errorf("%v", err)
	}
	h.untouched()
}

// newRun gives a run in any order that looks out for containers which start too early.
func (h *history) newRun(p *plan.Plan, o plan.UpOptions) *run {
	r := newRun(h.model, p)
	r.random = h.random
	if o.Recreate == plan.RecreateNever {
		return r // what a container of an older version is like is not known
	}
	project, _ := h.project.Select(o.Services)
	want := goal(project)
	r.look = func(op plan.Op) {
		start, ok := op.(plan.StartContainer)
		if !ok || h.container(start.ID) == nil {
			return
		}
		s := project.Services[h.container(start.ID).Service]
		for name, d := range s.DependsOn {
			if dep := project.Services[name]; d.Required && h.ready(dep, d.Condition, want.Services[name].Hash) < dep.Replicas() {
				h.errorf("%s starts before %s is ready", start.Name, name)
			}
		}
	}
	return r
}

// ready counts the containers of a service of which a condition holds.
func (h *history) ready(s *compose.Service, condition, hash string) (n int) {
	for _, c := range h.state.Containers {
		ended := c.State == "exited" && c.ExitCode == 0
		switch {
		case c.Service != s.Name || c.OneOff || c.ConfigHash != hash:
		case condition == compose.ConditionCompleted && ended,
			condition == compose.ConditionHealthy && c.State == "running" && c.Health == "healthy",
			condition == compose.ConditionStarted && c.State == "running":
			n++
		}
	}
	return n
}

func (h *history) upOptions() (o plan.UpOptions) {
	o.Recreate = pick(h.random, []plan.Recreate{0, 0, 0, plan.RecreateAlways, plan.RecreateNever})
	o.RemoveOrphans = h.random.IntN(2) == 0
	o.NoStart = h.random.IntN(8) == 0
	o.Wait = !o.NoStart && h.random.IntN(4) == 0
	if h.random.IntN(5) == 0 {
		o.Services = []string{pick(h.random, h.project.ServiceNames())}
	}
	return o
}

// planUp plans and looks the plan over; nil where the goal is impossible.
func (h *history) planUp(o plan.UpOptions) *plan.Plan {
	project, problems := h.project.Select(o.Services)
	if project == nil {
		h.t.Fatal(problems)
	}
	before := h.snapshot()
	p, problems := plan.Up(goal(project), before, o)
	h.note("$ up %+v\n%s", o, h.containers())
	if p == nil {
		h.note("%v", problems)
		return nil
	}
	h.note("%s", p)
	if !reflect.DeepEqual(before, h.snapshot()) {
		h.errorf("planning changed the state")
	}
	h.inOrder(p)
	return p
}

// inOrder checks that each step comes after what it needs, and that keys are unique.
func (h *history) inOrder(p *plan.Plan) {
	seen := map[string]bool{}
	for _, s := range p.Steps {
		if seen[s.Key] {
			h.errorf("two steps %q", s.Key)
		}
		for _, k := range append(slices.Clone(s.Needs), s.Follows...) {
			if !seen[k] {
				h.errorf("%q comes before %q", s.Key, k)
			}
		}
		seen[s.Key] = true
	}
}

func (h *history) containers() string {
	var b strings.Builder
	for _, c := range h.state.Containers {
		fmt.Fprintf(&b, "  %s  %s  %s %s networks=%v ports=%v\n", c.Name, short(c.ID), c.State, c.Health, slices.Sorted(maps.Keys(c.Networks)), c.Ports)
	}
	return b.String()
}

// untouched checks that nobody else's container changed.
func (h *history) untouched() {
	if !reflect.DeepEqual(h.state.Others, h.foreign) {
		h.errorf("somebody else's containers changed")
	}
}

// settled checks that what was brought up is as the file has it, and that
// planning again finds nothing to do but to run the jobs again.
func (h *history) settled(o plan.UpOptions) {
	if o.Recreate == plan.RecreateAlways {
		o.Recreate = plan.RecreateDiverged
	}
	h.note("second")
	p := h.planUp(o)
	if p == nil {
		h.errorf("a second plan cannot be made")
		return
	}
	jobs := h.app.jobs()
	for _, s := range p.Steps {
		start, ok := s.Op.(plan.StartContainer)
		if _, wait := s.Op.(plan.AwaitContainer); !wait && !(ok && jobs[h.serviceOf(start.ID)]) {
			h.errorf("a second plan has the step %q", s.Key)
			return
		}
	}
	if o.Recreate == plan.RecreateDiverged {
		h.asWanted(o)
	}
}

func (h *history) serviceOf(id string) string {
	if c := h.container(id); c != nil {
		return c.Service
	}
	return ""
}

// asWanted checks the containers of the services that were brought up.
func (h *history) asWanted(o plan.UpOptions) {
	project, _ := h.project.Select(o.Services)
	want, number := goal(project), map[string]int{}
	jobs := h.app.jobs()
	for _, c := range h.state.Containers {
		s := project.Services[c.Service]
		orphan := h.project.Services[c.Service] == nil && !c.OneOff || c.OneOff && !c.Running()
		if orphan && o.RemoveOrphans {
			h.errorf("orphan %s is still there", c.Name)
		}
		if s == nil || c.OneOff {
			continue
		}
		number[s.Name]++
		if c.ConfigHash != want.Services[s.Name].Hash {
			h.errorf("%s is not what the file says", c.Name)
		}
		if name := nameOf(s, c.Number); c.Name != name {
			h.errorf("%s should be called %s", c.Name, name)
		}
		if !o.NoStart && c.State != "running" && !(jobs[s.Name] && c.State == "exited") {
			h.errorf("%s is %s", c.Name, c.State)
		}
		h.attached(&c, s)
	}
	for name, s := range project.Services {
		if number[name] != s.Replicas() {
			h.errorf("%s has %d containers, not %d", name, number[name], s.Replicas())
		}
	}
}

func nameOf(s *compose.Service, number int) string {
	if s.ContainerName != "" {
		return s.ContainerName
	}
	return fmt.Sprintf("shop-%s-%d", s.Name, number)
}

// attached checks that a container is on the networks that its service wants.
func (h *history) attached(c *plan.Container, s *compose.Service) {
	for key := range s.Networks {
		n := h.network(h.project.Networks[key].Name)
		if n == nil {
			h.errorf("network %s does not exist", key)
		} else if id, ok := c.Networks[n.Name]; !ok || id != n.ID && (c.State == "running" || id != "") {
			h.errorf("%s is not attached to %s", c.Name, n.Name)
		}
	}
}

// damage does to the project what people and other tools do.
func (h *history) damage() {
	for range h.random.IntN(3) {
		if len(h.state.Containers) == 0 {
			return
		}
		c := &h.state.Containers[h.random.IntN(len(h.state.Containers))]
		kind := h.random.IntN(9)
		h.note("damage %d to %s", kind, c.Name)
		switch kind {
		case 0:
			h.do(plan.RemoveContainer{ID: c.ID, Force: true})
		case 1:
			h.stop(c, h.random.IntN(2))
		case 2:
			if c.State == "running" {
				c.State = "paused"
			}
		case 3:
			h.stop(c, 0)
			c.State = "dead"
		case 4:
			c.Attributes = nil // made by docker compose
		case 5:
			for _, n := range slices.Clone(h.state.Networks) {
				h.do(plan.RemoveNetwork{ID: n.ID}) // docker network prune
			}
		case 7:
			h.runOnce()
		case 8:
			for _, n := range h.state.Networks {
				if c.Running() {
					c.Networks[n.Name] = n.ID // docker network connect
				}
			}
		case 6:
			h.addImage(c.Image, "sha256:"+h.id(c.Image)) // pulled
		}
	}
}

// runOnce adds a container of `run`.
func (h *history) runOnce() {
	state := pick(h.random, []string{"running", "exited"})
	h.state.Containers = append(h.state.Containers, plan.Container{ID: h.id("run"), Name: "run-" + h.id("run")[:4], Project: "shop",
		Service: pick(h.random, serviceNames), OneOff: true, State: state, ConfigHash: "x", Networks: map[string]string{}})
}

// down takes the project down and checks what is left.
func (h *history) down() {
	o := plan.DownOptions{RemoveOrphans: h.random.IntN(2) == 0, Volumes: h.random.IntN(2) == 0}
	project := h.project
	if h.random.IntN(2) == 0 {
		project = nil // by name, without files
	}
	p := plan.Down("shop", project, h.snapshot(), o)
	h.note("$ down %+v\n%s%s", o, h.containers(), p)
	h.inOrder(p)
	r := newRun(h.model, p)
	r.random = h.random
	if _, err := r.whole(); err != nil {
		h.errorf("%v", err)
	}
	h.untouched()
	h.nothingLeft(project, o)
}

func (h *history) nothingLeft(project *compose.Project, o plan.DownOptions) {
	for _, c := range h.state.Containers {
		if project == nil || project.Services[c.Service] != nil || o.RemoveOrphans {
			h.errorf("%s is left", c.Name)
		}
	}
	if len(h.state.Containers) > 0 {
		return
	}
	for _, n := range h.state.Networks {
		if n.Project != "" {
			h.errorf("network %s is left", n.Name)
		}
	}
	for _, v := range h.state.Volumes {
		if o.Volumes && v.Project != "" {
			h.errorf("volume %s is left", v.Name)
		}
	}
	if p := plan.Down("shop", nil, h.snapshot(), plan.DownOptions{Volumes: o.Volumes, RemoveOrphans: true}); !p.Empty() {
		h.errorf("there is still to do:\n%s", p)
	}
}

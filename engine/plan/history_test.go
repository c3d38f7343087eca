package plan_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
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
	hooked  *hooked         // what the current run does about hooks
	unseen  map[string]bool // ids of the containers that were cut off unseen before the current up
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
	p, problems := compose.Load(compose.Options{Files: []string{"-"}, Stdin: strings.NewReader(text), Dir: "/srv/shop", Environ: h.app.environ()})
	if p == nil {
		h.t.Fatalf("%s%v", text, problems)
	}
	h.project, h.model.project = p, p
}

// up brings the project up, perhaps with a mishap and then again, and tells
// whether there was a plan.
func (h *history) up() bool {
	o := h.upOptions()
	h.unseen = map[string]bool{}
	for _, c := range h.state.Containers {
		h.unseen[c.ID] = h.model.unseen(&c)
	}
	p := h.planUp(o)
	if p == nil {
		return false
	}
	r := h.newRun(p, o)
	if h.random.IntN(3) == 0 && len(p.Steps) > 0 {
		r.breaks, r.mishap = 1+h.random.IntN(len(p.Steps)), mishap(h.random.IntN(int(mishaps)))
		h.note("mishap %d at step %d", r.mishap, r.breaks)
	}
	complete, err := r.whole()
	h.hooked.ended(complete)
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
	complete, err := r.whole()
	if err != nil {
		h.errorf("%v", err)
	}
	h.hooked.ended(complete)
	h.untouched()
}

// newRun gives a run in any order that looks out for containers which start too
// early, and for hooks.
func (h *history) newRun(p *plan.Plan, o plan.UpOptions) *run {
	project, _ := h.project.Select(o.Services)
	h.hooked = newHooked(h, project)
	r := newRun(h.model, p)
	r.random = h.random
	r.look = func(op plan.Op) {
		h.hooked.look(op)
		start, ok := op.(plan.StartContainer)
		if !ok || h.container(start.ID) == nil || o.Recreate == plan.RecreateNever { // what a container of an older version is like is not known
			return
		}
		s := project.Services[h.container(start.ID).Service]
		for name, d := range s.DependsOn {
			if dep := project.Services[name]; d.Required && h.ready(dep, d.Condition) < dep.Replicas() {
				h.errorf("%s starts before %s is ready", start.Name, name)
			}
		}
	}
	return r
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
	p, problems := plan.Up(h.goal(project), before, o)
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

package plan_test

import (
	"gocompose/compose"
	"gocompose/engine/plan"
)

// hooked looks out for hooks during one run of a plan: that all of a service's
// run, in their order, and at their moment.
type hooked struct {
	*history
	project *compose.Project
	ran     map[string]int // "pre_stop", and the id of the container; or "pre_start once", and its service → how many
}

func newHooked(h *history, p *compose.Project) *hooked {
	return &hooked{history: h, project: p, ran: map[string]int{}}
}

// look sees each operation before it is carried out.
func (x *hooked) look(op plan.Op) {
	switch op := op.(type) {
	case plan.RunHook:
		x.hook(op)
	case plan.StartContainer:
		x.starts(x.container(op.ID))
	case plan.StopContainer:
		x.stops(x.container(op.ID))
	}
}

func (x *hooked) hook(op plan.RunHook) {
	c := x.container(op.ID)
	if c == nil {
		return // the model says so
	}
	key := string(op.Moment) + c.ID
	if op.Moment == plan.PreStart && !op.Service.PreStart[op.Index].PerReplica {
		key = "once" + c.Service
	}
	if op.Moment != plan.PreStart && x.ran[key] != op.Index {
		x.errorf("%s[%d] of %s comes after %d others", op.Moment, op.Index, c.Name, x.ran[key])
	}
	x.ran[key]++
}

// starts checks that the hooks ran which come before a first start.
func (x *hooked) starts(c *plan.Container) {
	if c == nil {
		return
	}
	delete(x.ran, "post_start"+c.ID)
	if c.State != "created" {
		return
	}
	each, once := 0, 0
	for _, hook := range x.service(c).PreStart {
		if hook.PerReplica {
			each++
		} else {
			once++
		}
	}
	if x.ran["pre_start"+c.ID] != each || x.ran["once"+c.Service] != once {
		x.errorf("%s starts after %d and %d of its hooks, not %d and %d", c.Name, x.ran["pre_start"+c.ID], x.ran["once"+c.Service], each, once)
	}
	x.ran["started"+c.ID] = 1
}

// stops checks that the hooks ran which come before a stop.
func (x *hooked) stops(c *plan.Container) {
	if c != nil && c.State == "running" && c.Hook == "" && x.ran["pre_stop"+c.ID] != len(x.service(c).PreStop) {
		x.errorf("%s stops after %d of its hooks", c.Name, x.ran["pre_stop"+c.ID])
	}
}

// ended checks, after a run that came to its end, that the hooks ran which come
// after a start.
func (x *hooked) ended(complete bool) {
	for i := range x.state.Containers {
		c := &x.state.Containers[i]
		if complete && x.ran["started"+c.ID] > 0 && x.ran["post_start"+c.ID] != len(x.service(c).PostStart) {
			x.errorf("of %s %d hooks ran after its start", c.Name, x.ran["post_start"+c.ID])
		}
	}
}

// service gives a container's service, an empty one where it is not known.
func (x *hooked) service(c *plan.Container) *compose.Service {
	if s := x.project.Services[c.Service]; s != nil {
		return s
	}
	return &compose.Service{}
}

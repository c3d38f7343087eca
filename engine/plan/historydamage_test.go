package plan_test

import (
	"slices"

	"gocompose/engine/plan"
)

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

// damage does to the project what people and other tools do.
func (h *history) damage() {
	for range h.random.IntN(3) {
		if len(h.state.Containers) == 0 {
			return
		}
		c := &h.state.Containers[h.random.IntN(len(h.state.Containers))]
		kind := h.random.IntN(11)
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
		case 10:
			h.prune()
		case 7:
			h.runOnce()
		case 9:
			h.partly()
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

// partly stops some services, or takes some down.
func (h *history) partly() {
	services := []string{pick(h.random, serviceNames)}
	p := plan.Stop("shop", nil, h.snapshot(), plan.StopOptions{Services: some(h.random, serviceNames), Unordered: h.random.IntN(2) == 0})
	if h.random.IntN(2) == 0 {
		p = plan.Down("shop", h.project, h.snapshot(), plan.DownOptions{Services: services, Volumes: h.random.IntN(2) == 0})
	}
	h.note("%s", p)
	h.inOrder(p)
	r := newRun(h.model, p)
	r.random = h.random
	if _, err := r.whole(); err != nil {
		h.errorf("%v", err)
	}
	h.untouched()
}

// prune removes all containers that do not run: docker container prune.
func (h *history) prune() {
	for _, c := range h.snapshot().Containers {
		if !c.Running() {
			h.do(plan.RemoveContainer{ID: c.ID})
		}
	}
}

// runOnce adds a container of `run`.
func (h *history) runOnce() {
	state := pick(h.random, []string{"running", "exited"})
	h.state.Containers = append(h.state.Containers, plan.Container{ID: h.id("run"), Name: "run-" + h.id("run")[:4], Project: "shop",
		Service: pick(h.random, serviceNames), OneOff: true, State: state, ConfigHash: "x", Networks: map[string]string{}})
}

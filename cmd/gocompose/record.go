package main

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
	"gocompose/engine"
	"gocompose/engine/history"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// record keeps what the project has become by a plan that was carried out, for
// rollback to return to. Where no container was made or started nothing is even
// read, but for a return that was interrupted when only the record was missing. That it fails is no reason to fail for.
func (c *convergence) record(p *plan.Plan) {
	if c.up.NoStart || len(c.origins) == 0 && !slices.ContainsFunc(p.Steps, begins) {
		return
	}
	if err := c.addVersion(p); err != nil {
		c.show(diag.List{{Severity: diag.Warning, Summary: "this version is not recorded: " + err.Error(), Hint: "`gocompose rollback` cannot return to it"}})
	}
}

func begins(s plan.Step) bool {
	act := s.Op.Label().Act
	return s.Op.Label().Kind == "Container" && (act == plan.ActCreate || act == plan.ActStart)
}

// addVersion records the project unless that is what it was before.
func (c *convergence) addVersion(p *plan.Plan) error {
	log, err := history.Open(c.getenv, c.engine.Host(), c.project.Name)
	if err != nil {
		return err
	}
	all, err := log.Versions()
	if err != nil {
		return err
	}
	v, new := all.Next(c.became(p))
	if !new {
		return nil
	}
	v.Time = time.Now().Round(time.Second)
	var file bytes.Buffer
	if err := tree.Encode(&file, c.project.Recorded()); err != nil {
		return err
	}
	return log.Add(v, file.Bytes())
}

// forget drops the versions of a project that was given up with its data.
func (s *session) forget(e *engine.Engine, project string, o plan.DownOptions) {
	log, err := history.Open(s.getenv, e.Host(), project)
	if err != nil || !o.Volumes || len(o.Services) > 0 {
		return // without a state folder nothing was recorded
	}
	if err := log.Forget(); err != nil {
		s.show(diag.List{{Severity: diag.Warning, Summary: "the recorded versions of project " + project + " stay: " + err.Error(), Hint: "remove them by hand"}})
	}
}

// became gives the services whose containers are what the project says.
func (c *convergence) became(p *plan.Plan) map[string]history.Service {
	digests := map[string][]string{}
	for _, name := range keys(c.state.Images) {
		if strings.Contains(name, "@") {
			id := c.state.Images[name].ID
			digests[id] = append(digests[id], name)
		}
	}
	out := map[string]history.Service{}
	for name, s := range c.project.Services {
		image, ok := c.state.Image(c.project.ImageName(s))
		if !ok || s.Replicas() == 0 || !c.reached(name, image) {
			continue
		}
		out[name] = history.Service{
			Hash: spec.ServiceHash(s), Image: image.ID, Digests: digests[image.ID], Loose: len(s.Peers()) > 0 || c.adopted(p, name), Origin: c.origins[name],
		}
	}
	return out
}

// adopted tells whether containers of a service stay that have another hash.
func (c *convergence) adopted(p *plan.Plan, service string) bool {
	return slices.ContainsFunc(c.state.Containers, func(x plan.Container) bool {
		return x.Service == service && x.ConfigHash != c.goal.Services[service].Hash &&
			slices.ContainsFunc(p.Kept, func(k plan.Kept) bool { return k.Name == x.Name })
	})
}

// reached tells whether a service's containers are what the project says: those
// are, too, that stayed although they need not have been.
func (c *convergence) reached(service string, image plan.Image) bool {
	return !c.up.Spares(service) || !slices.ContainsFunc(c.state.Containers, func(x plan.Container) bool {
		return x.Service == service && !x.OneOff && (x.ConfigHash != c.goal.Services[service].Hash || cmp.Or(x.ImageLabel, x.ImageID) != image.ID)
	})
}

package plan

import (
	"cmp"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Failing says what a failure of one image comes to for a pull or push.
type Failing uint8

const (
	FailuresCount     Failing = iota
	FailuresTolerated         // each is a warning
)

// PullOptions is what the flags of pull ask for.
type PullOptions struct {
	Services  []string // of those; none: all
	Policy    string   // overrides pull_policy: always or missing; empty: the files decide
	Buildable Buildable
	Failures  Failing
}

// Buildable says what becomes of images that a service can build.
type Buildable uint8

const (
	BuildablePulled Buildable = iota
	BuildableLeft
)

// Pull plans that services' images are fetched anew, each once. Images that are
// there stay with pull_policy missing, but for those tagged latest; those of
// never and build stay in any case.
func Pull(p *compose.Project, state *State, o PullOptions) *Plan {
	m := maker{draft: draft{about: p}, project: p, state: state}
	var notes diag.List
	for _, s := range among(p, o.Services) {
		why, left := m.wanted(s, o)
		if left == "" {
			m.pull(p.ImageName(s), p.Platform(s), why)
		} else if slices.Contains(o.Services, s.Name) {
			notes.Add(diag.Diagnostic{Severity: diag.Warning, Pos: s.At(), Summary: "nothing is pulled for service " + s.Name + ", which " + left})
		}
	}
	return m.images(p, o.Failures, notes)
}

// wanted tells why a service's image is to be pulled, or else why it is left.
func (m *maker) wanted(s *compose.Service, o PullOptions) (why Reason, left string) {
	ref, policy := m.project.ImageName(s), cmp.Or(o.Policy, s.PullPolicy)
	image, present := m.state.Image(ref)
	present = present && image.serves(m.project.Platform(s))
	why = Reason{Text: "is asked for", Pos: s.At("image")}
	keeps := policy == "missing" || policy == "if_not_present"
	switch latest := strings.HasSuffix(Familiar(ref), ":latest"); {
	case !present:
		why.Text = "does not exist"
	case keeps && latest:
		why.Text, keeps = "is tagged latest", false
	}
	switch {
	case s.Image == "":
		return why, "has no image"
	case policy == "never", policy == "build":
		return why, "has pull_policy " + policy
	case keeps && present:
		return why, "has its image already"
	case s.Build != nil && o.Buildable == BuildableLeft:
		return why, "can be built"
	}
	return why, ""
}

// among gives the services of those names, or all, in the order of what they need.
func among(p *compose.Project, names []string) (out []*compose.Service) {
	for _, name := range p.Graph().Order() {
		if len(names) == 0 || slices.Contains(names, name) {
			out = append(out, p.Services[name])
		}
	}
	return out
}

// images ends a plan whose steps are each of an image.
func (d *draft) images(p *compose.Project, failures Failing, notes diag.List) *Plan {
	plan := d.finish(p.Name)
	for i := range plan.Steps {
		plan.Steps[i].Tolerated = failures == FailuresTolerated
	}
	plan.Notes = notes
	return plan
}

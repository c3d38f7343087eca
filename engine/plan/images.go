package plan

import (
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Building says which services with build are built.
type Building uint8

const (
	BuildMissing Building = iota // those whose image is not there
	BuildAlways                  // all
	BuildNever                   // none
)

// ImageOptions is what the flags of up, build and plan ask for.
type ImageOptions struct {
	Build   Building
	Pull    string // overrides pull_policy: always, missing, never or build; empty: the files decide
	Refresh bool   // builds fetch newer base images
	// Services narrows the plan to those named; none: all.
	Services []string
	Scope    Scope
}

// Scope says which kinds of steps Images plans.
type Scope uint8

const (
	PullsAndBuilds Scope = iota
	OnlyBuilds           // services without build are left alone
)

// Images plans the pulls and builds after which every service's image is
// there. An image that several services share is made once.
func Images(p *compose.Project, state *State, o ImageOptions) (*Plan, diag.List) {
	var d draft
	for _, name := range p.Graph().Order() {
		if len(o.Services) == 0 || slices.Contains(o.Services, name) {
			d.image(p, p.Services[name], state, o)
		}
	}
	if d.problems.Err() != nil {
		return nil, d.problems
	}
	return d.finish(p.Name), d.problems
}

func (d *draft) image(p *compose.Project, s *compose.Service, state *State, o ImageOptions) {
	ref, policy := p.ImageName(s), s.PullPolicy
	if o.Pull != "" {
		policy = o.Pull
	}
	_, present := state.Image(ref)
	build := s.Build != nil && o.Build != BuildNever
	switch {
	case s.Build == nil && o.Scope == OnlyBuilds:
	case build && (o.Build == BuildAlways || policy == "build"):
		d.build(ref, s, o, Reason{Text: "is asked for", Pos: s.At("build")})
	case build && !present:
		d.build(ref, s, o, Reason{Text: "does not exist", Pos: s.At("build")})
	case policy == "always" && s.Build == nil:
		d.add(PullImage{Ref: ref}, Reason{Text: "pull_policy is always", Pos: s.At("image")})
	case present:
	case policy == "never" || s.Build != nil:
		d.problems.Add(diag.Diagnostic{Pos: s.At("image"), Summary: "image " + ref + " of service " + s.Name + " does not exist, and must not be made",
			Hint: "allow it without --no-build and pull_policy never, or make the image first"})
	default:
		d.add(PullImage{Ref: ref}, Reason{Text: "does not exist", Pos: s.At("image")})
	}
}

func (d *draft) build(ref string, s *compose.Service, o ImageOptions, why Reason) {
	d.add(BuildImage{Ref: ref, Service: s, Pull: o.Refresh}, why)
}

package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

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
	// Developed is services that are built anew whatever there is: their sources changed, or may have.
	Developed []string
	// Services narrows the plan to those named; none: all.
	Services []string
	Scope    Scope
	Now      time.Time // what pull policies such as daily go by
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
	m := maker{draft: draft{about: p}, project: p, state: state, o: o, built: map[string]bool{}}
	order := slices.DeleteFunc(p.Graph().Order(), func(name string) bool {
		return len(o.Services) > 0 && !slices.Contains(o.Services, name)
	})
	for _, name := range order {
		if s := p.Services[name]; m.builds(s) {
			m.built[Familiar(p.ImageName(s))] = true
		}
	}
	for _, name := range order {
		m.image(p.Services[name])
		m.mounted(p.Services[name])
	}
	m.allBases()
	if m.problems.Err() != nil {
		return nil, m.problems
	}
	return m.finish(p.Name), m.problems
}

// maker is the state of planning the images.
type maker struct {
	draft
	project *compose.Project
	state   *State
	o       ImageOptions
	built   map[string]bool // images that a service builds where they are missing; nobody pulls them
}

func (m *maker) builds(s *compose.Service) bool {
	return s.Build != nil && s.ImagePin == "" && m.o.Build != BuildNever
}

func (m *maker) image(s *compose.Service) {
	ref, policy := m.project.ImageName(s), cmp.Or(m.o.Pull, s.PullPolicy)
	image, present := m.state.Image(ref)
	platform := m.project.Platform(s)
	built := s.Build != nil && (m.o.Build != BuildNever || s.Image == "")
	missing := "does not exist"
	if present && !image.serves(platform) {
		present, missing = false, "is there for "+image.Platform+" only, not for "+platform
	}
	switch {
	case s.Provider != nil: // it has no image
	case s.ImagePin != "" && present:
	case s.ImagePin != "":
		m.pull(ref, platform, Reason{Text: missing, Pos: s.At("image")})
	case !built && m.o.Scope == OnlyBuilds:
	case m.builds(s) && (m.o.Build == BuildAlways || policy == "build"):
		m.build(ref, s, Reason{Text: "is asked for", Pos: s.At("build")})
	case built && !present && m.former(s) != "":
		m.add(TagImage{Source: m.former(s), Ref: ref}, Reason{Text: "docker-compose 1 built it by another name", Pos: s.At("build")})
	case m.builds(s) && slices.Contains(m.o.Developed, s.Name):
		m.build(ref, s, Reason{Text: "its sources are watched", Pos: s.At("develop")})
	case built && policy == "always" && s.Image != "" && (present || !m.isBase(s)):
		m.tryPull(ref, platform, m.always(s), present)
	case m.builds(s) && !present:
		m.build(ref, s, Reason{Text: missing, Pos: s.At("build")})
	case m.built[Familiar(ref)]:
	case policy == "always" && !built:
		m.pull(ref, platform, m.always(s))
	case present && !built && m.o.Pull == "" && m.old(s, image):
		m.pull(ref, platform, Reason{Text: "was pulled " + ago(m.o.Now.Sub(image.Tagged)) + " ago, and pull_policy is " + policy, Pos: s.At("pull_policy")})
	case present:
	case built:
		m.problems.Add(diag.Diagnostic{Pos: s.At("build"), Summary: "image " + ref + " of service " + s.Name + " " + missing + ", and nothing is to be built",
			Hint: "leave out --no-build, or run `gocompose build " + s.Name + "` first"})
	case policy == "never":
		m.problems.Add(diag.Diagnostic{Pos: s.At("image"), Summary: "image " + ref + " of service " + s.Name + " " + missing + ", and is never to be pulled",
			Hint: "allow it with --pull missing, or run `docker pull " + ref + "` first"})
	default:
		m.pull(ref, platform, Reason{Text: missing, Pos: s.At("image")})
	}
}

// old tells whether the last pull of a service's image is longer ago than its
// pull_policy allows. An image that was never tagged here counts as old.
func (m *maker) old(s *compose.Service, image Image) bool {
	every, timed := s.PullEvery()
	return timed && m.o.Now.Sub(image.Tagged) > every
}

// ago gives a span as a person would say it: days, hours or minutes.
func ago(d time.Duration) string {
	switch {
	case d > 100*365*24*time.Hour:
		return "never or long"
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours())/24)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
	return fmt.Sprintf("%d minutes", int(d.Minutes()))
}

// always is why an image is pulled whether it is there or not.
func (m *maker) always(s *compose.Service) Reason {
	if m.o.Pull == "" {
		return Reason{Text: "pull_policy is always", Pos: s.At("pull_policy")}
	}
	return Reason{Text: "--pull always", Pos: s.At("image")}
}

// tryPull adds a pull that may fail: an image that is not present then is
// built, see Unpulled.
func (m *maker) tryPull(ref, platform string, why Reason, present bool) {
	if present {
		why.Text += "; kept if that fails"
	} else {
		why.Text += "; built if that fails"
	}
	m.pull(ref, platform, why)
	m.steps[m.index[pullKey(ref)]].Tolerated = true
}

// Unpulled gives what asks for the images that pulls which may fail did not
// bring; tried is false where a plan has no such pulls.
func (o ImageOptions) Unpulled(images *Plan) (rest ImageOptions, tried bool) {
	rest = ImageOptions{Pull: "missing", Refresh: o.Refresh, Services: o.Services, Now: o.Now}
	return rest, slices.ContainsFunc(images.Steps, func(s Step) bool { return s.Tolerated })
}

// pull adds the pull of an image once, however it is spelled; a platform of ""
// is the engine's own.
func (m *maker) pull(ref, platform string, why Reason) {
	m.addAs(pullKey(ref), PullImage{Ref: ref, Platform: platform}, why)
}

func pullKey(ref string) string { return key(PullImage{Ref: Familiar(ref)}) }

// serves tells whether an image is of a platform, as far as both are known.
func (i Image) serves(platform string) bool {
	have, want := strings.Split(i.Platform, "/"), strings.Split(platform, "/")
	if i.Platform == "" || platform == "" {
		return true
	}
	return len(want) <= len(have) && slices.Equal(have[:len(want)], want)
}

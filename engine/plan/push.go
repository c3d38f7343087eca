package plan

import (
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// PushImage sends an image to the registry that its name tells.
type PushImage struct{ Ref string }

func (o PushImage) Label() Label { return Label{Kind: "Image", Name: o.Ref, Act: ActPush} }

// PushOptions is what the flags of push ask for.
type PushOptions struct {
	Services []string // of those; none: all
	Failures Failing
}

// Push plans that the images of services with image and build are sent to
// their registries, under build.tags, too. What is not there is told at once.
func Push(p *compose.Project, state *State, o PushOptions) (*Plan, diag.List) {
	d := &draft{about: p}
	var notes diag.List
	for _, s := range among(p, o.Services) {
		switch {
		case s.Build != nil && s.Image != "":
			d.push(state, s)
		case slices.Contains(o.Services, s.Name):
			lacks := "build"
			if s.Build != nil {
				lacks = "image"
			}
			notes.Add(diag.Diagnostic{Severity: diag.Warning, Pos: s.At(), Summary: "nothing is pushed for service " + s.Name + ", which has no " + lacks})
		}
	}
	if d.problems.Err() != nil && o.Failures == FailuresCount {
		return nil, d.problems
	}
	for _, missing := range d.problems {
		missing.Severity = diag.Warning
		notes.Add(missing)
	}
	return d.images(p, o.Failures, notes), nil
}

// push adds the names of a service's image.
func (d *draft) push(state *State, s *compose.Service) {
	for _, ref := range append([]string{s.Image}, s.Build.Tags...) {
		pos, why := s.At("image"), "is asked for"
		if ref != s.Image {
			pos, why = s.At("build", "tags"), "is a further tag of service "+s.Name
		}
		if _, present := state.Image(ref); !present {
			d.problems.Add(diag.Diagnostic{Pos: pos, Summary: "image " + ref + " of service " + s.Name + " does not exist",
				Hint: "run `gocompose build " + s.Name + "` first"})
			continue
		}
		d.addAs(key(PushImage{Ref: Familiar(ref)}), PushImage{Ref: ref}, Reason{Text: why, Pos: pos})
	}
}

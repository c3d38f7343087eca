package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
)

// pin gives the project with every image replaced by its digest. An image that
// is built here and that no registry has stays as it is.
func (s *session) pin(c *cli.Context, p *compose.Project) (*compose.Project, error) {
	e, err := engine.Open(s.endpoint)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	pins, err := e.Pins(c.Context, p.ImageReferences(), s.parallel)
	if err != nil {
		return nil, err
	}
	references, problems := map[string]string{}, unpinned(c, p)
	for _, image := range keys(pins) {
		if pin := pins[image]; pin.Reference != "" {
			references[image] = pin.Reference
		}
		problems.Add(pinProblem(p, image, pins[image])...)
	}
	return p.Pinned(references), s.warned(problems)
}

// pinProblem says what is wrong with a pin, where the image is first named.
func pinProblem(p *compose.Project, image string, pin engine.Pin) diag.List {
	pos, built := imagePlace(p, image)
	d := diag.Diagnostic{Pos: pos, Hint: pin.Hint, Rule: diag.Reference}
	switch {
	case pin.Err == nil && pin.Unasked == nil:
		return nil
	case pin.Unasked != nil:
		d.Severity = diag.Warning
		d.Summary = fmt.Sprintf("image %s: the registry did not tell its digest, so that of the image here is taken: %v", image, pin.Unasked)
	case built:
		d.Severity = diag.Warning
		d.Summary, d.Hint = fmt.Sprintf("image %s is built here and has no digest yet", image), "push it to give it one"
	default:
		d.Summary = fmt.Sprintf("image %s: %v", image, pin.Err)
	}
	return diag.List{d}
}

// imagePlace gives where an image is first named, and whether that service builds it.
func imagePlace(p *compose.Project, image string) (pos diag.Pos, built bool) {
	for _, name := range p.ServiceNames() {
		if s := p.Services[name]; s.Image == image {
			return s.At("image"), s.Build != nil
		}
	}
	return diag.Pos{}, false
}

// unpinned warns of images that a lock file cannot hold.
func unpinned(c *cli.Context, p *compose.Project) (problems diag.List) {
	if !c.Bool("lock-image-digests") {
		return nil
	}
	for _, name := range p.HooksWithImages() {
		problems.Add(diag.Diagnostic{
			Severity: diag.Warning, Rule: diag.Unsupported, Pos: p.Services[name].At("pre_start"),
			Summary: "the images of service " + name + "'s pre_start hooks cannot be pinned by an override file",
			Hint:    "use the whole output of --resolve-image-digests in its place",
		})
	}
	return problems
}

package main

import (
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
)

// writeOrigins writes where every value of the enabled services, and of all
// that is not a service, came from.
func writeOrigins(w io.Writer, c *cli.Context, p *compose.Project) error {
	origins := slices.DeleteFunc(p.Origins(), func(o compose.Origin) bool {
		return len(o.Path) > 1 && o.Path[0] == "services" && p.Services[o.Path[1]] == nil
	})
	if c.Bool("redact") {
		p.Redactor().Origins(origins)
	}
	if c.String("format") == "json" {
		return ui.OriginJSON(w, origins)
	}
	style := ui.Style{}
	if t, ok := w.(*ui.Terminal); ok {
		style = t.Style()
	}
	return ui.Origins(w, origins, style)
}

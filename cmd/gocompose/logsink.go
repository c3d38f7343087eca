package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// sink gives where log lines go: what containers write to stderr goes to errs,
// which docker compose has apart for up and together for logs.
func (s *session) sink(containers []plan.Container, look ui.LogLook, errs io.Writer) engine.LogSink {
	lines := ui.NewLogs(shortNames(containers), look, s.stdout, errs)
	return engine.LogSink{
		Open: func(x plan.Container) engine.LogWriter { return lines.Stream(shortName(x), x) },
		Ended: func(x plan.Container, code int, restarting bool) {
			text := fmt.Sprintf("exited with code %d", code)
			if restarting {
				text += " (restarting)"
			}
			if s.mode == ui.ModeJSON {
				s.say(ui.News{Service: x.Service, Text: shortName(x) + " " + text})
				return
			}
			_ = lines.Say(s.stderr, shortName(x), text)
		},
		Unreadable: func(x plan.Container, why error) {
			s.show(diag.List{{Severity: diag.Warning, Summary: fmt.Sprintf("what %s has written cannot be shown: %v", x.Name, why),
				Hint: "`docker inspect` shows its logging driver; json-file, local and journald keep what is written"}})
		},
	}
}

// logLook reads the flags that say how lines look and which are shown.
func logLook(c *cli.Context, s *session) ui.LogLook {
	look := ui.LogLook{Style: s.stdout.Style(), NoPrefix: c.Bool("no-log-prefix"), Timestamps: c.Bool("timestamps"), JSON: c.String("format") == "json"}
	if c.Bool("no-color") {
		look.Style.Colour = false
	}
	if c.String("grep") != "" {
		look.Grep = regexp.MustCompile(c.String("grep")) // the clashes are checked
	}
	return look
}

// shortName gives a container's name without its project's: web-1.
func shortName(c plan.Container) string {
	if c.Number > 0 && strings.HasSuffix(c.Name, fmt.Sprintf("%s-%d", c.Service, c.Number)) {
		return fmt.Sprintf("%s-%d", c.Service, c.Number)
	}
	return c.Name
}

func shortNames(containers []plan.Container) []string {
	names := make([]string, len(containers))
	for i, c := range containers {
		names[i] = shortName(c)
	}
	return names
}

func joinNames(containers []plan.Container) string {
	names := shortNames(containers)
	slices.Sort(names)
	return strings.Join(names, ", ")
}

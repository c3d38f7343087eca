package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
)

// formatFlag is --format of what lists something: json is how docker compose
// writes it, example a template that makes sense.
func formatFlag(json, example string) cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "table", Usage: "table, json (" + json + ") or json-array; or a Go template such as " + example}
}

// parseFormat reads --format for a listing.
func parseFormat[T any](c *cli.Context, l ui.Listing[T]) (ui.Format, error) {
	f, err := l.Parse(c.String("format"))
	if err != nil {
		return f, usage{err}
	}
	return f, nil
}

// listing reads --format, and sees the containers of the services that a command
// names. The caller closes the engine.
func listing[T any](s *session, c *cli.Context, l ui.Listing[T]) (e *engine.Engine, x seen, f ui.Format, err error) {
	if f, err = parseFormat(c, l); err == nil {
		e, x, err = s.everything(c)
	}
	return e, x, f, err
}

// printLines writes a line for each of what was listed.
func printLines[T any](s *session, all []T, line func(T) string) error {
	for _, one := range all {
		if _, err := fmt.Fprintln(s.stdout, line(one)); err != nil {
			return err
		}
	}
	return nil
}

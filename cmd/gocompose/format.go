package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
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

// printLines writes a line for each of what was listed.
func printLines[T any](s *session, all []T, line func(T) string) error {
	for _, one := range all {
		if _, err := fmt.Fprintln(s.stdout, line(one)); err != nil {
			return err
		}
	}
	return nil
}

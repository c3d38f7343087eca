package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
)

// version is set by the linker: -X main.version=1.2.3.
var version = "0.1.0-dev"

func versionCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:  "version",
		Usage: "show the version",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Value: "pretty", Usage: "pretty or json"},
			&cli.BoolFlag{Name: "short", Usage: "the number only"},
		},
		Action: func(c *cli.Context) error {
			if !slices.Contains([]string{"pretty", "json"}, c.String("format")) {
				return usage{fmt.Errorf("%q is not a format; write pretty or json", c.String("format"))}
			}
			switch {
			case c.Bool("short"):
				_, err := fmt.Fprintln(s.stdout, version)
				return err
			case c.String("format") == "json":
				return ui.VersionJSON(s.stdout, ui.VersionRow{Version: "v" + version})
			}
			_, err := fmt.Fprintln(s.stdout, "gocompose version v"+version)
			return err
		},
	}
}

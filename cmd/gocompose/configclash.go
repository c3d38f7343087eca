package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// configClashes finds flags of config that contradict each other, or that have
// nothing to say together.
func configClashes(c *cli.Context) error {
	views := append(viewFlags(), "check")
	for i, one := range views {
		for _, other := range views[i+1:] {
			if err := notBoth(c, one, other); err != nil {
				return err
			}
		}
	}
	for _, pair := range configPairs {
		for _, other := range strings.Fields(pair.others) {
			if err := notBoth(c, pair.flag, other); err != nil {
				return err
			}
		}
	}
	return configFormat(c)
}

func viewFlags() (flags []string) {
	for _, v := range configViews {
		flags = append(flags, v.flag)
	}
	return flags
}

// configPairs is what cannot be combined beside the views, and why.
var configPairs = []struct{ flag, others string }{
	{"quiet", "check output"},
	{"check", "resolve-image-digests"}, // it asks no registry
	{"hash", "no-env-resolution no-interpolate no-normalize no-path-resolution resolve-image-digests"}, // it would be no hash that a container has
	{"no-interpolate", "images origin lock-image-digests resolve-image-digests"},                       // ${…} names no image
	{"resolve-image-digests", "environment models networks origin profiles services variables volumes"},
}

func notBoth(c *cli.Context, one, other string) error {
	if !given(c, one) || !given(c, other) {
		return nil
	}
	return usage{fmt.Errorf("--%s and --%s cannot be combined; leave one out", one, other)}
}

// given tells whether a flag is there, and not switched off as --services=false is.
func given(c *cli.Context, flag string) bool { return c.IsSet(flag) && c.Value(flag) != any(false) }

// configFormat judges --format and what -o says to --check.
func configFormat(c *cli.Context) error {
	format, output := c.String("format"), c.String("output")
	switch {
	case c.Bool("check") && c.IsSet("format"):
		return usage{fmt.Errorf("--check takes its format from -o; write -o text, json or sarif in place of --format %s", format)}
	case c.Bool("check") && !slices.Contains([]string{"", "text", "json", "sarif"}, output):
		return usage{fmt.Errorf("%q is not an output of --check; write text, json or sarif", output)}
	case c.IsSet("output") && output == "":
		return usage{fmt.Errorf("-o has no file; name one")}
	case given(c, "origin") && format == "yaml":
		return usage{fmt.Errorf("--origin writes a table or json; leave out --format yaml")}
	case c.IsSet("format") && !slices.Contains([]string{"yaml", "json"}, format):
		return usage{fmt.Errorf("%q is not a format; write yaml or json", format)}
	}
	return nil
}

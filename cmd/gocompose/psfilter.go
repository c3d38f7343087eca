package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

var statuses = []string{"created", "running", "paused", "restarting", "removing", "exited", "dead"}

// wantedStatuses gives the statuses that --status and --filter ask for; none: all.
func wantedStatuses(c *cli.Context) ([]string, error) {
	only := slices.Clone(c.StringSlice("status"))
	for _, filter := range c.StringSlice("filter") {
		status, ok := strings.CutPrefix(filter, "status=")
		if !ok {
			return nil, usage{fmt.Errorf("%q is no filter of ps; write status=STATUS", filter)}
		}
		only = append(only, status)
	}
	for _, status := range only {
		if !slices.Contains(statuses, status) {
			return nil, usage{fmt.Errorf("%q is not a status; write %s", status, strings.Join(statuses, ", "))}
		}
	}
	return only, nil
}

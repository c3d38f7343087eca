package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/engine"
)

// checkTimes refuses a --since or --until that is no time, before anything is asked.
func checkTimes(c *cli.Context) error {
	for _, flag := range []string{"since", "until"} {
		if err := engine.CheckTime(c.String(flag)); err != nil {
			return usage{fmt.Errorf("--%s: %w", flag, err)}
		}
	}
	return nil
}

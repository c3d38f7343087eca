package main

import (
	"errors"
	"maps"
	"slices"

	"github.com/urfave/cli/v2"
)

func scaleCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "scale",
		Usage:     "change how many containers services have, and start the new ones",
		ArgsUsage: "SERVICE=NUMBER...",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "no-deps", Usage: "leave what the services depend on as it is"},
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usage{errors.New("scale takes SERVICE=NUMBER, such as web=3")}
			}
			replicas, err := parseScale(c.Args().Slice())
			if err != nil {
				return err
			}
			p, err := s.load()
			if err != nil {
				return err
			}
			conv, err := s.convergenceOf(c, p, slices.Sorted(maps.Keys(replicas)), c.Args().Slice())
			if err != nil {
				return err
			}
			defer conv.engine.Close()
			return conv.bringUpOrPreview(c)
		},
	}
}

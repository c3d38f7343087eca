package main

import "github.com/urfave/cli/v2"

func createCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "create",
		Usage:     "create what the files describe, and replace what differs, without starting it",
		ArgsUsage: "[SERVICE...]",
		Flags:     createFlags(),
		Action: func(c *cli.Context) error {
			conv, err := s.convergence(c)
			if err != nil {
				return err
			}
			defer conv.engine.Close()
			conv.up.NoStart = true
			return conv.bringUpOrPreview(c)
		},
	}
}

package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/sys/unix"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func killCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "kill",
		Usage:     "send containers a signal, and end them with it unless another is given",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "signal", Aliases: []string{"s"}, Value: "SIGKILL", Usage: "`SIGNAL` by name or number"},
			&cli.BoolFlag{Name: "remove-orphans", Usage: "kill and remove containers of services that the files do not define, too", EnvVars: []string{"COMPOSE_REMOVE_ORPHANS"}},
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := checkSignal(c.String("signal")); err != nil {
				return err
			}
			o := plan.KillOptions{Services: c.Args().Slice(), Signal: c.String("signal"), RemoveOrphans: c.Bool("remove-orphans")}
			goal := ui.GoalSignal
			if o.Ends() {
				goal = ui.GoalKill
			}
			return s.change(c, goal, func(x *existing) (*plan.Plan, error) {
				return plan.Kill(x.name, x.project, x.state, o), nil
			})
		},
	}
}

// checkSignal refuses what is no signal of Linux, by name or number.
func checkSignal(text string) error {
	name := "SIG" + strings.TrimPrefix(strings.ToUpper(text), "SIG")
	number, err := strconv.Atoi(text)
	known := err == nil && number > 0 && number <= 64 || err != nil && unix.SignalNum(name) != 0
	if known || strings.HasPrefix(name, "SIGRTM") {
		return nil
	}
	return usage{fmt.Errorf("%q is no signal; write such as SIGHUP, HUP or 1", text)}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/engine"
	"gocompose/engine/plan"
)

func waitCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "wait",
		Usage:     "wait until the containers of services have ended, and end with the exit code of the last",
		ArgsUsage: "SERVICE...",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "down-project", Usage: "then stop and remove the project's containers and networks"},
			&cli.DurationFlag{Name: "timeout", Aliases: []string{"t"}, Usage: "how `LONG` to wait at most, such as 5m; then end with 124"},
			dryRunFlag(),
		},
		Action: s.wait,
	}
}

// errTimedOut is the cause of the end of a wait that took longer than allowed.
var errTimedOut = errors.New("timed out")

func (s *session) wait(c *cli.Context) error {
	if c.NArg() == 0 {
		return usage{errors.New("wait needs the name of a service; see `gocompose help wait`")}
	}
	down := func() error { return s.down(c, plan.DownOptions{RemoveOrphans: true}) }
	if dryRun(c) && c.Bool("down-project") {
		return down()
	}
	code, err := s.awaitEnds(c)
	if err == nil && c.Bool("down-project") {
		err = down()
	}
	if err == nil && code != 0 {
		return exitWith(code)
	}
	return err
}

// awaitEnds gives the exit code of the container that ends last. Those that had ended
// before are told of, too: who waits for a job may come late.
func (s *session) awaitEnds(c *cli.Context) (code int, err error) {
	e, seen, err := s.everything(c)
	if err != nil {
		return 0, err
	}
	defer e.Close()
	tell := func(x engine.Ended) {
		fmt.Fprintf(s.stdout, "container %q exited with status code %d\n", x.Container.ID, x.ExitCode)
		code = x.ExitCode
	}
	started, running := 0, []plan.Container{}
	for _, x := range seen.containers {
		switch {
		case x.Running():
			running = append(running, x)
		case x.State == "exited" && !x.OneOff:
			tell(engine.Ended{Container: x, ExitCode: x.ExitCode})
			started++
		}
	}
	if started+len(running) == 0 {
		return 0, fmt.Errorf("no container of %s was started; `%s ps -a` lists those there are", strings.Join(c.Args().Slice(), ", "), s.command())
	}
	ctx, cancel := limited(c.Context, c.Duration("timeout"))
	defer cancel()
	err = e.AwaitEnds(ctx, running, tell)
	if errors.Is(context.Cause(ctx), errTimedOut) {
		return 0, &waitedLong{c.Duration("timeout")}
	}
	return code, err
}

// limited bounds a wait; 0 does not.
func limited(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if limit <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, limit, errTimedOut)
}

// waitedLong is the error of a wait that took longer than allowed.
type waitedLong struct{ limit time.Duration }

func (e *waitedLong) Error() string {
	return fmt.Sprintf("not all of them have ended after %s", e.limit)
}

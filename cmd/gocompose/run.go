package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func runCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "run",
		Usage:     "run a command once, in a container of its own",
		ArgsUsage: "SERVICE [COMMAND...]",
		Flags:     runFlags(),
		Action: func(c *cli.Context) error {
			if err := runClashes(c); err != nil {
				return err
			}
			conv, err := s.oneOff(c)
			if err != nil {
				return err
			}
			defer conv.engine.Close()
			if dryRun(c) {
				p, err := conv.whole(c.Context)
				if err != nil {
					return err
				}
				return s.preview(c, p)
			}
			name, err := conv.createOnce(c.Context)
			if err != nil {
				return err
			}
			if c.Bool("detach") {
				return conv.startDetached(c.Context, name)
			}
			return conv.sitAt(c.Context, name)
		},
	}
}

// runClashes finds what is wrong with the command line of run.
func runClashes(c *cli.Context) error {
	switch {
	case c.NArg() == 0:
		return usage{errors.New("run needs the name of a service; see `gocompose help run`")}
	case c.Bool("service-ports") && len(c.StringSlice("publish")) > 0:
		return usage{errors.New("--service-ports and --publish cannot be combined; leave one out")}
	}
	return clashes(c)
}

// oneOff reads the flags of run, the project, and what the engine has.
func (s *session) oneOff(c *cli.Context) (*convergence, error) {
	p, err := s.load()
	if err != nil {
		return nil, err
	}
	o, err := s.oneOffOptions(c, p)
	if err != nil {
		return nil, err
	}
	p, problems := p.OneOff(c.Args().First(), o)
	if err := s.warned(problems); err != nil {
		return nil, err
	}
	conv, err := s.converging(c, p)
	if err != nil {
		return nil, err
	}
	conv.up.Services = nil // the arguments are the program's
	s.quiet = quieted(c)
	if c.Bool("quiet") {
		s.mode = ui.ModeQuiet
	}
	conv.run = &plan.RunOptions{
		UpOptions: conv.up, Service: c.Args().First(), Name: c.String("name"),
		OneOff: plan.OneOff{Slug: slug(c), Aliases: c.Bool("use-aliases"), Stdin: o.Stdin && !c.Bool("detach"), Remove: c.Bool("rm")},
	}
	return conv, nil
}

// slug gives 64 hex digits: random ones for a container, and zeros where a plan
// is only shown, so that the same is planned again as long as nothing moves.
func slug(c *cli.Context) string {
	digits := make([]byte, 32)
	if !dryRun(c) {
		_, _ = rand.Read(digits) // it never fails
	}
	return hex.EncodeToString(digits)
}

// createOnce brings up what the service needs, and creates the container. It
// gives the container's name, and lets other commands change the project again.
func (c *convergence) createOnce(ctx context.Context) (name string, err error) {
	p, sum, err := c.prepare(ctx)
	if err == nil {
		p, name = p.Create()
		sum, err = c.apply(ctx, p)
	}
	switch {
	case err == nil:
		return name, c.release()
	case sum.Plan == nil:
		return "", err
	case c.created[name] != "": // else the name is that of a container which is not ours
		err = errors.Join(err, c.engine.Discard(context.WithoutCancel(ctx), c.created[name]))
	}
	return "", c.conclude(sum, ui.GoalUp, nil, err)
}

// startDetached leaves the container to itself and says its id.
func (c *convergence) startDetached(ctx context.Context, name string) error {
	id, err := c.engine.Start(context.WithoutCancel(ctx), name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.stdout, id)
	return err
}

// sitAt runs the container's program in front of whoever called gocompose. With
// --rm the container is gone in the end: the engine sees to that once it has started.
func (c *convergence) sitAt(ctx context.Context, name string) error {
	at := sitting{container: name, tty: c.project.Services[c.run.Service].TTY, stdin: c.run.Stdin, removes: c.run.Remove}
	seenTo := false // the container is kept, or the engine removes it
	err := c.sit(ctx, at, func(ctx context.Context, streams engine.Streams) (int, error) {
		code, err := c.engine.Interact(ctx, name, streams)
		seenTo = err == nil || !at.removes || errors.Is(err, engine.ErrDetached)
		return code, err
	})
	if seenTo {
		return err
	}
	return errors.Join(err, c.engine.Discard(context.WithoutCancel(ctx), name))
}

// quieted gives the acts whose progress is not shown.
func quieted(c *cli.Context) (acts []plan.Act) {
	for flag, act := range map[string]plan.Act{"quiet-pull": plan.ActPull, "quiet-build": plan.ActBuild} {
		if c.Bool(flag) {
			acts = append(acts, act)
		}
	}
	return acts
}

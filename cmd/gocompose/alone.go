package main

import (
	"context"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/lock"
	"gocompose/engine/plan"
)

// looker opens the engine and asks it for a project's state. The caller closes the engine.
type looker func(ctx context.Context, project string) (*engine.Engine, *plan.State, error)

// looker gives the looker of a command that changes the project: one that only
// shows what it would do looks at once, the others do so alone.
func (s *session) looker(c *cli.Context) looker {
	if dryRun(c) {
		return s.entitled(c, s.noting(s.observe))
	}
	return s.entitled(c, s.alone(c.Command.Name))
}

// noting makes a looker note what it has seen, for the file of a plan.
func (s *session) noting(look looker) looker {
	return func(ctx context.Context, project string) (*engine.Engine, *plan.State, error) {
		e, state, err := look(ctx, project)
		if err == nil {
			s.seen, s.seenOn = state, e.Host()
		}
		return e, state, err
	}
}

// entitled makes a looker refuse a project that belongs to another folder,
// before anything is changed, unless that is to be adopted.
func (s *session) entitled(c *cli.Context, look looker) looker {
	if adopts(c) {
		return look
	}
	return func(ctx context.Context, project string) (*engine.Engine, *plan.State, error) {
		e, state, err := look(ctx, project)
		if err != nil {
			return nil, nil, err
		}
		if problems := plan.Foreign(s.loaded, state); problems != nil {
			e.Close()
			return nil, nil, problems
		}
		return e, state, nil
	}
}

// alone gives the looker for a command that changes the project: it first waits
// until no other command does. The lock is held until release, or the end of
// the program.
func (s *session) alone(command string) looker {
	return func(ctx context.Context, project string) (*engine.Engine, *plan.State, error) {
		e, err := engine.Open(s.endpoint)
		if err != nil {
			return nil, nil, err
		}
		if err := s.hold(ctx, e, project, command); err != nil {
			e.Close()
			return nil, nil, err
		}
		return look(ctx, e, project)
	}
}

// hold takes the lock on a project, unless this session has it already.
func (s *session) hold(ctx context.Context, e *engine.Engine, project, command string) (err error) {
	if s.held == nil {
		s.held, err = lock.Acquire(ctx, lock.Request{
			Engine: e.Host(), Project: project, Command: command, Timeout: s.lockTimeout, Waiting: s.waiting, Now: time.Now,
		})
	}
	return err
}

// waiting says whom the command waits for.
func (s *session) waiting(o lock.Owner) {
	s.show(diag.List{{Severity: diag.Warning, Summary: "waits for " + o.String() + " to end", Hint: "--lock-timeout bounds the wait"}})
}

// release lets the next command change the project.
func (s *session) release() error {
	if s.held == nil {
		return nil
	}
	held := s.held
	s.held = nil
	return held.Release()
}

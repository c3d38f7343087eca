package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/build"
	"gocompose/engine/doctor"
	"gocompose/engine/plan"
)

const doctorHelp = `It looks at the engine, at this machine, and, where there are files, at what is wrong with them,
what up would run into, and what docker compose reads differently. What it finds comes with the
command that mends it, where one does. Nothing is changed, and nothing is waited for. It ends
with 1 where something does not work, and with 0 where all it has is warnings and advice.`

func doctorCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:        "doctor",
		Usage:       "find what is wrong with the engine, this machine and the project, and how to mend it",
		Description: doctorHelp,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table or json"},
		},
		Action: s.doctor,
	}
}

func (s *session) doctor(c *cli.Context) error {
	if !slices.Contains([]string{"table", "json"}, c.String("format")) {
		return usage{fmt.Errorf("%q is not a format; write table or json", c.String("format"))}
	}
	checks := s.examine(c.Context)
	rows := s.doctorRows(checks)
	var err error
	if c.String("format") == "json" {
		err = ui.DoctorJSON(s.stdout, rows)
	} else {
		err = ui.Doctor(s.stdout, rows, s.stdout.Style())
	}
	if err == nil && slices.ContainsFunc(checks, failed) {
		return errShown
	}
	return err
}

func failed(c doctor.Check) bool {
	worst, found := c.State()
	return found && worst == doctor.Error
}

// examine makes all checks. Files that are not there are none to be checked,
// unless they were asked for.
func (s *session) examine(ctx context.Context) []doctor.Check {
	s.remotes.Offline = true
	p, problems := s.read()
	name := s.givenName()
	if p != nil {
		name = p.Name
	}
	e, err := engine.Open(s.endpoint)
	var facts doctor.Facts
	var state *plan.State
	if err != nil {
		facts = engine.Unopened(err)
	} else {
		defer e.Close()
		facts, state = e.Facts(ctx, name)
	}
	facts.Classic = s.backend() == build.Classic
	checks := doctor.Examine(facts, s.givenName())
	if compose.NoFile(problems) && len(s.global.Files) == 0 {
		return checks
	}
	checks = append(checks, doctor.Problems("files", "nothing is wrong with them", s.judged(problems)))
	if p == nil {
		return checks
	}
	checks = append(checks, doctor.Differences(p))
	if state != nil {
		checks = append(checks, doctor.Problems("up", "nothing is in its way", s.obstacles(ctx, e, p, state)))
	}
	return checks
}

// obstacles gives what up would run into: ports and names that are taken, what
// the engine is too old for, a project that another folder runs, and the like.
func (s *session) obstacles(ctx context.Context, e *engine.Engine, p *compose.Project, state *plan.State) diag.List {
	if problems := plan.Foreign(p, state); problems != nil {
		return problems
	}
	conv := &convergence{session: s, engine: e, project: p, state: state, up: plan.UpOptions{IgnoreOrphans: true}}
	made, err := conv.planUp(ctx)
	var problems diag.List
	switch {
	case err == nil:
		return made.Notes
	case errors.As(err, &problems):
		return problems
	}
	return diag.List{{Summary: err.Error()}}
}

// doctorRows gives checks as they are shown.
func (s *session) doctorRows(checks []doctor.Check) (rows []ui.DoctorCheck) {
	for _, c := range checks {
		row := ui.DoctorCheck{Name: c.Name, Summary: s.hide(c.Summary), State: "ok"}
		if worst, found := c.State(); found {
			row.State = worst.String()
		}
		for _, f := range c.Findings {
			row.Findings = append(row.Findings, ui.DoctorFinding{Severity: f.Severity.String(), Summary: s.hide(f.Summary), Pos: f.Pos, Hint: s.hide(f.Hint), Command: s.pasted(f.Command)})
		}
		rows = append(rows, row)
	}
	return rows
}

// pasted gives a command as it is to be pasted: with the program's name,
// and the engine that was looked at.
func (s *session) pasted(words []string) string {
	if len(words) > 0 && words[0] == ownName {
		return strings.TrimSpace(s.program() + " " + shellWords(append(s.engineWords(), words[1:]...)))
	}
	if len(words) > 0 && words[0] == "docker" {
		words = slices.Concat(words[:1], s.engineWords(), words[1:])
	}
	return shellWords(words)
}

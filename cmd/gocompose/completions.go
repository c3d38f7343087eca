package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/engine"
	"gocompose/engine/endpoint"
	"gocompose/engine/plan"
)

// soon is how long a shell waits for an engine.
const soon = 2 * time.Second

// completions gives what the word in a slot may be.
func (s *session) completions(w slot) ([]completion, directive) {
	switch w.kind {
	case "command":
		return commandNames(w.commands), noFiles
	case "flag":
		return flagNames(w.flags), noFiles
	case "choice":
		return plain(w.choices), noFiles
	case "SERVICE", "SERVICES":
		return slices.Concat(s.within(w, s.services), commandNames(w.commands)), noFiles
	case "SERVICE=NUMBER":
		return followed(s.within(w, s.services), "="), noSpace
	case "PROFILE":
		return s.within(w, s.profiles), noFiles
	case "project-name":
		return s.within(w, s.projects), noFiles
	case "context":
		names, _ := endpoint.Contexts() // without them there is nothing to propose
		return plain(names), noFiles
	case "SIGNAL":
		return plain([]string{"SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"}), noFiles
	case "FOLDER":
		return nil, orFolders
	case "FILE", "COMMAND":
		return nil, orFiles
	}
	if strings.Contains(w.kind, "PATH") {
		return followed(s.within(w, s.services), ":"), orFiles
	}
	return nil, noFiles
}

func plain(values []string) (out []completion) {
	for _, value := range values {
		out = append(out, completion{value: value})
	}
	return out
}

// followed adds what follows to every value.
func followed(values []completion, end string) (out []completion) {
	for _, c := range values {
		out = append(out, completion{c.value + end, c.what})
	}
	return out
}

func commandNames(commands []*cli.Command) (out []completion) {
	for _, c := range commands {
		if !c.Hidden {
			out = append(out, completion{c.Name, c.Usage})
		}
	}
	return out
}

// flagNames gives the flags in their long form, and those that have none.
func flagNames(flags []cli.Flag) (out []completion) {
	for _, f := range shownFlags(flags) {
		out = append(out, completion{long(f), plainUsage(f)})
	}
	return out
}

// shownFlags gives those that the help shows.
func shownFlags(flags []cli.Flag) (out []cli.DocGenerationFlag) {
	for _, f := range slices.Concat(flags, []cli.Flag{cli.HelpFlag}) {
		if !hiddenFlag(f) {
			out = append(out, f.(cli.DocGenerationFlag))
		}
	}
	return out
}

func hiddenFlag(f cli.Flag) bool {
	v, ok := f.(cli.VisibleFlag)
	return ok && !v.IsVisible()
}

// plainUsage gives what a flag is for, without the marks of its value.
func plainUsage(f cli.DocGenerationFlag) string { return strings.ReplaceAll(f.GetUsage(), "`", "") }

// within asks for candidates with the global flags of the command line in force.
func (s *session) within(w slot, ask func(*cli.Context) []completion) (out []completion) {
	const asking = "__ask"
	app := newApp(s)
	app.Commands = append(app.Commands, &cli.Command{Name: asking, Action: func(c *cli.Context) error {
		out = ask(c)
		return nil
	}})
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	_ = app.RunContext(ctx, slices.Concat([]string{ownName}, w.global, []string{asking})) // what is wrong the command itself will say
	return out
}

// services gives those of the files, or where there are none, of the containers.
func (s *session) services(c *cli.Context) (out []completion) {
	name, p, err := s.project()
	switch {
	case err != nil:
		return nil
	case p != nil:
		for _, service := range p.ServiceNames() {
			out = append(out, completion{service, p.ImageName(p.Services[service])})
		}
		return out
	}
	return plain(services(s.listed(c.Context, name)))
}

// listed gives the containers of a project, or for "" of all; none where the
// engine does not say.
func (s *session) listed(ctx context.Context, project string) []plan.Container {
	e, err := engine.Open(s.endpoint)
	if err != nil {
		return nil
	}
	defer e.Close()
	all, _ := e.Containers(ctx, project)
	return all
}

// profiles gives those that the files name.
func (s *session) profiles(*cli.Context) []completion {
	s.global.Profiles = []string{"*"}
	s.remotes.Offline = true
	p, _ := s.read()
	if p == nil {
		return nil
	}
	return plain(p.ProfileNames())
}

// projects gives those that the engine has containers of.
func (s *session) projects(c *cli.Context) (out []completion) {
	for _, row := range projects(s.listed(c.Context, ""), true) {
		out = append(out, completion{row.Name, row.Status})
	}
	return out
}

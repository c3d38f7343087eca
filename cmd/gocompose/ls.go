package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func lsCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:  "ls",
		Usage: "list the projects of the engine",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "all", Aliases: []string{"a"}, Usage: "those of which nothing runs, too"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "names only"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table or json"},
		},
		Action: s.ls,
	}
}

func (s *session) ls(c *cli.Context) error {
	if !slices.Contains([]string{"table", "json"}, c.String("format")) {
		return usage{fmt.Errorf("%q is not a format; write table or json", c.String("format"))}
	}
	e, state, err := s.observe(c.Context, "")
	if err != nil {
		return err
	}
	defer e.Close()
	rows := projects(state.All(), c.Bool("all"))
	switch {
	case c.Bool("quiet"):
		for _, r := range rows {
			fmt.Fprintln(s.stdout, r.Name)
		}
		return nil
	case c.String("format") == "json":
		return ui.LsJSON(s.stdout, rows)
	}
	return ui.LsTable(rows).Write(s.stdout, s.stdout.Style())
}

// projects gives a row for each project that has containers, sorted by name. As
// with docker compose only those that run count, or all of them.
func projects(containers []plan.Container, all bool) []ui.LsRow {
	of := map[string][]plan.Container{}
	for _, c := range containers {
		if c.Project != "" && c.ConfigHash != "" && !c.OneOff && (all || c.Running()) {
			of[c.Project] = append(of[c.Project], c)
		}
	}
	rows := []ui.LsRow{}
	for _, name := range keys(of) {
		rows = append(rows, ui.LsRow{Name: name, Status: countStates(of[name]), ConfigFiles: configFiles(of[name])})
	}
	return rows
}

// countStates gives "exited(1), running(2)".
func countStates(containers []plan.Container) string {
	counts := map[string]int{}
	for _, c := range containers {
		counts[c.State]++
	}
	var parts []string
	for _, state := range keys(counts) {
		parts = append(parts, fmt.Sprintf("%s(%d)", state, counts[state]))
	}
	return strings.Join(parts, ", ")
}

// configFiles gives the files that containers were created from, each once, in
// the order of merging.
func configFiles(containers []plan.Container) string {
	var files []string
	for _, c := range containers {
		for f := range strings.SplitSeq(c.Files, ",") {
			if !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	return strings.Join(files, ",")
}

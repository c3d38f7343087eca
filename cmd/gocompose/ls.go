package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func lsCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:  "ls",
		Usage: "list the projects of the engine",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "all", Aliases: []string{"a"}, Usage: "those of which nothing runs, too"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "names only"},
			formatFlag("one array", "{{.Name}}"),
			&cli.StringSliceFlag{Name: "filter", Usage: "those with name=`PATTERN`, a regular expression"},
		},
		Action: s.ls,
	}
}

func (s *session) ls(c *cli.Context) error {
	format, err := parseFormat(c, ui.Ls)
	if err != nil {
		return err
	}
	names, err := nameFilters(c.StringSlice("filter"))
	if err != nil {
		return err
	}
	e, err := engine.Open(s.endpoint)
	if err != nil {
		return err
	}
	defer e.Close()
	all, err := e.Containers(c.Context, "")
	if err != nil {
		return err
	}
	rows := slices.DeleteFunc(projects(all, c.Bool("all")), func(r ui.LsRow) bool { return !matchesAny(names, r.Name) })
	if c.Bool("quiet") {
		return printLines(s, rows, func(r ui.LsRow) string { return r.Name })
	}
	return ui.Ls.Write(s.stdout, format, rows)
}

// nameFilters reads the values of --filter: name=PATTERN is all that there is.
func nameFilters(values []string) (patterns []*regexp.Regexp, err error) {
	for _, value := range values {
		pattern, ok := strings.CutPrefix(value, "name=")
		if !ok {
			return nil, usage{fmt.Errorf("%q is not a filter of ls; write name=PATTERN", value)}
		}
		re, err := regexp.Compile(pattern)
		if err != nil {
			return nil, usage{fmt.Errorf("--filter %s: %w", value, err)}
		}
		patterns = append(patterns, re)
	}
	return patterns, nil
}

// matchesAny tells whether one of the patterns fits, or there is none.
func matchesAny(patterns []*regexp.Regexp, name string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(re *regexp.Regexp) bool { return re.MatchString(name) })
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

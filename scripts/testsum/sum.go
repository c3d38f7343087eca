package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// result is what became of one test, or of one package where name is empty.
type result struct {
	pkg, name string
	outcome   string // pass, fail, skip; empty while it runs
	output    strings.Builder
	children  bool // it has tests inside it
	childFail bool // one of them failed, so that its own failure says nothing new
}

func (r *result) title() string { return strings.TrimSpace(r.pkg + " " + r.name) }

type key struct{ pkg, name string }

// sum holds the results in the order in which they began, so that the report reads as the run went.
type sum struct {
	results map[key]*result
	order   []*result
	builds  map[string]*strings.Builder // a failed build's output by its import path
}

func newSum() *sum {
	return &sum{results: map[key]*result{}, builds: map[string]*strings.Builder{}}
}

func (s *sum) at(pkg, name string) *result {
	k := key{pkg, name}
	r := s.results[k]
	if r == nil {
		r = &result{pkg: pkg, name: name}
		s.results[k] = r
		s.order = append(s.order, r)
	}
	return r
}

func (s *sum) build(path string) *strings.Builder {
	if s.builds[path] == nil {
		s.builds[path] = &strings.Builder{}
	}
	return s.builds[path]
}

func (s *sum) add(e event) {
	if e.Action == "build-output" {
		s.build(e.ImportPath).WriteString(e.Output)
		return
	}
	if e.Package == "" {
		return
	}
	r := s.at(e.Package, e.Test)
	switch e.Action {
	case "output":
		r.output.WriteString(e.Output)
	case "pass", "fail", "skip":
		r.outcome = e.Action
		if e.FailedBuild != "" {
			r.output.WriteString(s.build(e.FailedBuild).String())
		}
	}
}

// close settles what only the whole run tells: which tests hold others, and which never came to an end.
func (s *sum) close() {
	for _, r := range s.order {
		if r.outcome == "" {
			r.outcome = "fail"
			r.output.WriteString("did not finish\n")
		}
	}
	for _, r := range s.order {
		s.tellParents(r)
	}
}

// tellParents marks the tests around r, and the package around them all. Names of tests nest with slashes.
func (s *sum) tellParents(r *result) {
	for name := r.name; name != ""; {
		cut := max(strings.LastIndexByte(name, '/'), 0)
		name = name[:cut]
		if parent := s.results[key{r.pkg, name}]; parent != nil {
			parent.children = true
			parent.childFail = parent.childFail || r.outcome == "fail"
		}
	}
}

// of gives the results that count towards an outcome.
func (s *sum) of(outcome string) []*result {
	return slices.DeleteFunc(slices.Clone(s.order), func(r *result) bool {
		switch {
		case r.outcome != outcome:
			return true
		case outcome == "fail":
			return r.childFail
		}
		return r.children || r.name == ""
	})
}

func (s *sum) good() bool { return len(s.of("fail")) == 0 && len(s.of("pass")) > 0 }

func (s *sum) report(to io.Writer) {
	failed, skipped := s.of("fail"), s.of("skip")
	for _, r := range failed {
		fmt.Fprintf(to, "\nFAILED %s\n%s", r.title(), indent(r.output.String()))
	}
	if len(skipped) > 0 {
		fmt.Fprintln(to, "\nskipped:")
	}
	for _, r := range skipped {
		fmt.Fprintf(to, "  %s: %s\n", r.title(), reason(r.output.String()))
	}
	fmt.Fprintf(to, "\n%d passed, %d failed, %d skipped\n", len(s.of("pass")), len(failed), len(skipped))
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}

// reason is what a skipped test said, without the marks that the go command sets around it.
func reason(output string) string {
	var said []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "--- ") {
			said = append(said, line)
		}
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}

package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

func (s *stage) mask(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "mask FROM TO [PATTERN]")
	text := s.masked(ts.ReadFile(args[0]), ts.Getenv("WORK"))
	if len(args) > 2 {
		at := compile(ts, args[2]).FindStringIndex(text)
		if at == nil {
			ts.Fatalf("no match for %s in:\n%s", args[2], text)
		}
		text = text[at[0]:]
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
}

// masked puts the names that a script knows in place of what differs between runs.
func (s *stage) masked(text, work string) string {
	names := []string{s.projects[1], "$PROJECT2", s.projects[0], "$PROJECT", work, "$WORK"}
	for i, port := range s.ports {
		names = append(names, port, fmt.Sprint("$PORT", i+1))
	}
	text = strings.NewReplacer(names...).Replace(text)
	for _, m := range masks {
		text = m.pattern.ReplaceAllString(text, m.by)
	}
	return text
}

var masks = []struct {
	pattern *regexp.Regexp
	by      string
}{
	{regexp.MustCompile(`\b[0-9a-f]{64}\b`), "<64 hex>"},
	{regexp.MustCompile(`\b[0-9a-f]{16}\b`), "<16 hex>"},
	{regexp.MustCompile(`\b[0-9a-f]{12}\b`), "<12 hex>"},
	{regexp.MustCompile(`\\"[0-9a-f]{8}\\"`), `\"<8 hex>\"`},
	{regexp.MustCompile(`\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+Z|Z| \+0000 UTC)?`), "<time>"},
	{regexp.MustCompile(`(About a|Less than a|\d+) (second|minute)s?`), "<time>"},
	{regexp.MustCompile(`\d+ failed in a row`), "<n> failed in a row"},
	{regexp.MustCompile(`"took":[0-9.]+`), `"took":<time>`},
	{regexp.MustCompile(`\b\d+(\.\d+)? (ms|s|min)\b`), "<time>"},
	{regexp.MustCompile(`(?m)^(– \S+ +not \w+) +(<time> +)?`), "$1  "}, // a short time is not shown
}

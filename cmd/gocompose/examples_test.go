package main

import (
	"strings"
	"testing"
)

// TestExamples: every command has examples, and each can be typed as it is shown.
func TestExamples(t *testing.T) {
	app := newApp(&session{})
	for _, c := range app.Commands {
		if !c.Hidden && len(examples[c.Name]) == 0 {
			t.Errorf("%s has no example", c.Name)
		}
		for _, e := range examples[c.Name] {
			words := append([]string{"gocompose"}, strings.Fields(e.words)...)
			if _, err := arrange(app, words); err != nil {
				t.Errorf("gocompose %s: %v", e.words, err)
			}
			if l := readLine(app, words[1:]); l.lost || l.open != nil || l.command == nil {
				t.Errorf("gocompose %s: is not understood", e.words)
			}
		}
	}
}

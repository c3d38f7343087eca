package ui

import (
	"fmt"
	"io"
	"strings"
)

// News is something that is told in passing, such as what changed files lead to.
type News struct {
	Project, Service string   // the project's name; that of the service, if it is about one
	Text             string   // "synced", "restarts", or a whole sentence
	Files            []string // what was done something to, as the user writes it
	Because          []string // what brought it about
}

// mostPaths is how many paths one line names.
const mostPaths = 3

// Show writes it as one line, or as one object: "web: synced 3 files (src/app.py, …)".
func (n News) Show(out *Terminal, mode Mode) error {
	switch mode.On(out) {
	case ModeQuiet:
		return nil
	case ModeJSON:
		return newJSONLines(out).Encode(n.change())
	}
	_, err := io.WriteString(out, n.line(out.Style())+"\n")
	return err
}

func (n News) line(style Style) string {
	text := clean(n.Text)
	if n.Service != "" {
		text = style.bold(clean(n.Service)) + ": " + text
	}
	if len(n.Files) > 0 {
		text += fmt.Sprintf(" %s (%s)", count(len(n.Files), "file"), firstPaths(n.Files))
	}
	if len(n.Because) > 0 {
		text += " since " + firstPaths(n.Because) + " changed"
	}
	return text
}

func (n News) change() jsonChange {
	c := jsonChange{Schema: ProgressSchema, ID: "Project " + n.Project, Status: "Done", Text: n.Text, Details: strings.Join(n.Files, ", ")}
	if n.Service != "" {
		c.ID = "Service " + n.Service
	}
	if len(n.Because) > 0 {
		c.Status, c.Reason = "Working", strings.Join(n.Because, ", ")+" changed"
	}
	return c
}

func firstPaths(paths []string) string {
	shown := make([]string, 0, mostPaths+1)
	for i, p := range paths {
		if i == mostPaths {
			shown = append(shown, "…")
			break
		}
		shown = append(shown, clean(p))
	}
	return strings.Join(shown, ", ")
}

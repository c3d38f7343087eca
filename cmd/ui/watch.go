package ui

import (
	"fmt"
	"io"
	"strings"
)

// mostPaths is how many paths one line names.
const mostPaths = 3

// Watched writes what changed files led to in a service: "web: synced 3 files
// (src/app.py, …)". Paths are as the user writes them.
func Watched(w io.Writer, service, did string, paths []string, style Style) error {
	text := style.bold(clean(service)) + ": " + did
	if len(paths) > 0 {
		text += fmt.Sprintf(" %s (%s)", files(len(paths)), firstPaths(paths))
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

// WatchedBecause writes what a service is about to go through since files changed.
func WatchedBecause(w io.Writer, service, does string, paths []string, style Style) error {
	_, err := fmt.Fprintf(w, "%s: %s since %s changed\n", style.bold(clean(service)), does, firstPaths(paths))
	return err
}

func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
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

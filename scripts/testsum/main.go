// Command testsum reads the output of `go test -json` and says what a person wants to know at the end: the output of what
// failed in full, every skipped test with its reason, and as the last line `N passed, N failed, N skipped`.
//
// It counts the tests that have no tests inside them, so that a table of thirty cases counts as thirty, and a package that
// fails outside its tests (it does not build, or it dies) as one failure. It ends with 1 if anything failed or nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func main() {
	sum := newSum()
	if err := read(os.Stdin, os.Stdout, sum); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
	sum.close()
	sum.report(os.Stdout)
	if !sum.good() {
		os.Exit(1)
	}
}

// event is one line of `go test -json`, as `go doc test2json` and, for builds, `go help buildjson` describe it.
type event struct {
	Action      string
	Package     string
	Test        string
	Output      string
	Elapsed     float64 // seconds
	ImportPath  string
	FailedBuild string
}

// read passes each package's result on as it comes, so that a long run shows that it lives, and lines that are not events
// (the go command's own complaints) as they are.
func read(from io.Reader, progress io.Writer, sum *sum) error {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			take(line, progress, sum)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func take(line []byte, progress io.Writer, sum *sum) {
	var e event
	if json.Unmarshal(line, &e) != nil {
		progress.Write(line)
		return
	}
	sum.add(e)
	if e.Test == "" && (e.Action == "pass" || e.Action == "fail") {
		fmt.Fprintf(progress, "%-4s  %-40s %6.1f s\n", e.Action, e.Package, e.Elapsed)
	}
}

package ui

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"gocompose/engine"
	"gocompose/engine/plan"
	"gocompose/engine/split"
)

func TestLogs(t *testing.T) {
	var out, errs strings.Builder
	l := NewLogs([]string{"web-1", "db-1"}, LogLook{}, &out, &errs)
	web, db := l.Stream("web-1", plan.Container{}), l.Stream("db-1", plan.Container{})
	says(web, "one\ntw")
	db.Write(engine.LogEntry{Source: engine.Stderr, Text: []byte("ready\r\n\r\n")})
	says(web, "o\n\nthree")
	says(l.Stream("later-on-1", plan.Container{}), "new\n")
	web.Close()
	db.Close()
	l.Say(&out, "web-1", "exited with code 3")
	golden(t, "logs/plain.txt", out.String()+"--\n"+errs.String())
}

func TestLogsInColour(t *testing.T) {
	var names []string
	for i := range 11 {
		names = append(names, fmt.Sprintf("s%02d", 10-i))
	}
	var out strings.Builder
	l := NewLogs(names, LogLook{Style: Style{Colour: true}}, &out, &out)
	for _, name := range names {
		says(l.Stream(name, plan.Container{}), "line\n")
	}
	l.Say(&out, "s00", "exited with code 0")
	golden(t, "logs/colours.txt", out.String())
}

func TestLogsWithoutPrefix(t *testing.T) {
	var out strings.Builder
	s := NewLogs(nil, LogLook{NoPrefix: true, Style: Style{Colour: true}}, &out, &out).Stream("a", plan.Container{})
	says(s, "\x1b[32mits own\x1b[0m colour\n")
	s.Flush()
	if got, want := out.String(), "\x1b[32mits own\x1b[0m colour\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLogsReportTheWriter(t *testing.T) {
	s := NewLogs(nil, LogLook{}, brokenWriter{}, brokenWriter{}).Stream("a", plan.Container{})
	if err := says(s, "no newline yet"); err != nil {
		t.Errorf("got %v before anything was written", err)
	}
	says(s, "\n")
	if err := s.Flush(); err != io.ErrClosedPipe {
		t.Errorf("got %v, want %v", err, io.ErrClosedPipe)
	}
	if err := s.Close(); err != io.ErrClosedPipe {
		t.Errorf("got %v from Close, want %v", err, io.ErrClosedPipe)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestLogsOfManyWriters is for the race detector, and holds that lines of
// different containers do not mix.
func TestLogsOfManyWriters(t *testing.T) {
	const writers, count = 16, 200
	var out bytes.Buffer
	l := NewLogs(nil, LogLook{}, &out, &out)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			s := l.Stream(fmt.Sprintf("s-%02d", w), plan.Container{})
			for i := range count {
				says(s, fmt.Sprintf("%d begins and ", i))
				says(s, fmt.Sprintf("%d ends\n", i))
				s.Flush()
			}
			s.Close()
		})
	}
	all.Wait()
	seen := map[string]int{}
	for line := range strings.Lines(out.String()) {
		name, text, _ := strings.Cut(line, "  | ")
		i := seen[name]
		if want := fmt.Sprintf("%d begins and %d ends\n", i, i); text != want {
			t.Fatalf("%s: got %q, want %q", name, text, want)
		}
		seen[name]++
	}
	if len(seen) != writers {
		t.Errorf("lines of %d containers, want %d", len(seen), writers)
	}
}

// TestLogsAreBounded sends a line of 100 MB: what is held back stays small.
func TestLogsAreBounded(t *testing.T) {
	const whole = 100 << 20
	var out counter
	s := NewLogs(nil, LogLook{}, &out, &out).Stream("noisy-1", plan.Container{})
	endless := io.LimitReader(letters{}, whole)
	buffer := make([]byte, 32<<10)
	for {
		n, err := endless.Read(buffer)
		if err == io.EOF {
			break
		}
		says(s, string(buffer[:n]))
		if held := cap(s.logs.pages[engine.Stdout].text); held > 2*split.Longest {
			t.Fatalf("%d bytes are held back", held)
		}
	}
	s.Close()
	if out.letters != whole {
		t.Errorf("%d bytes came out, want %d", out.letters, whole)
	}
}

// says writes text to a container's standard output.
func says(s *LogStream, text string) error {
	return s.Write(engine.LogEntry{Source: engine.Stdout, Text: []byte(text)})
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// counter counts the letters that are written.
type counter struct{ letters int }

func (c *counter) Write(p []byte) (int, error) {
	c.letters += bytes.Count(p, []byte("x"))
	return len(p), nil
}

package build

import (
	"bytes"
	"strings"
)

// tailLines is how many lines of a failing step's output a Failure keeps.
const tailLines = 40

// lineWriter cuts a stream of output into lines: pieces arrive as the step wrote them.
type lineWriter struct {
	rest []byte
	emit func(line string)
}

func (w *lineWriter) add(data []byte) {
	w.rest = append(w.rest, data...)
	for {
		line, rest, found := bytes.Cut(w.rest, []byte("\n"))
		if !found {
			return
		}
		w.rest = rest
		w.emit(shown(line))
	}
}

// flush gives out a last line that has no newline.
func (w *lineWriter) flush() {
	if len(w.rest) > 0 {
		w.emit(shown(w.rest))
		w.rest = nil
	}
}

// shown is what a terminal would still show of a line that was written over by carriage returns.
func shown(line []byte) string {
	text := strings.TrimRight(string(line), "\r")
	return text[strings.LastIndexByte(text, '\r')+1:]
}

// keepLast adds a line to the last ones of a step.
func keepLast(lines []string, line string) []string {
	lines = append(lines, line)
	if len(lines) > tailLines {
		lines = lines[1:]
	}
	return lines
}

package build

import (
	"strings"

	"gocompose/engine/split"
)

// tailLines is how many lines of a failing step's output a Failure keeps.
const tailLines = 40

// shown is what a terminal would still show of a line that was written over by carriage returns.
func shown(line split.Piece) string {
	text := strings.TrimRight(string(line.Text), "\r")
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

package build

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"gocompose/compose/pattern"
)

// instruction is one instruction of a Dockerfile.
type instruction struct {
	// first and last are its lines, counted from 1.
	first, last int
	// text is the instruction on one line, continuation lines joined.
	text string
}

// instructions reads a Dockerfile; one that cannot be read has none.
func instructions(data []byte) []instruction {
	result, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	var out []instruction
	for _, node := range result.AST.Children {
		out = append(out, instruction{node.StartLine, node.EndLine, oneLine(node.Original)})
	}
	return out
}

// oneLine joins the words of an instruction with single blanks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// atLine finds the instruction that covers a line. Where the Dockerfile cannot be read, the line itself stands for it.
func atLine(data []byte, line int) instruction {
	for _, i := range instructions(data) {
		if i.first <= line && line <= i.last {
			return i
		}
	}
	lines := strings.Split(string(data), "\n")
	if line < 1 || line > len(lines) {
		return instruction{}
	}
	return instruction{line, line, oneLine(lines[line-1])}
}

// atStep finds the n-th instruction, by which the classic builder counts its steps; text guards against another count.
func atStep(data []byte, n int, text string) instruction {
	all := instructions(data)
	if n >= 1 && n <= len(all) && sameKeyword(all[n-1].text, text) {
		return all[n-1]
	}
	return withText(data, text)
}

// withText finds the instruction by its words.
func withText(data []byte, text string) instruction {
	for _, i := range instructions(data) {
		if strings.EqualFold(i.text, oneLine(text)) {
			return i
		}
	}
	return instruction{}
}

func sameKeyword(a, b string) bool {
	a, _, _ = strings.Cut(a, " ")
	b, _, _ = strings.Cut(oneLine(b), " ")
	return strings.EqualFold(a, b)
}

// errorLine matches how both builders put the place of a Dockerfile error into words.
var errorLine = pattern.New(`[Dd]ockerfile parse error (?:on )?line (\d+)`)

// lineIn gives the line that a builder's message names, or 0.
func lineIn(message string) int {
	match := errorLine().FindStringSubmatch(message)
	if match == nil {
		return 0
	}
	line, _ := strconv.Atoi(match[1])
	return line
}

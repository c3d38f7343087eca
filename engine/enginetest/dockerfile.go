package enginetest

import (
	"encoding/json"
	"slices"
	"strings"
)

// instruction is one of a Dockerfile: its words without the name, JSON lists taken apart.
type instruction struct {
	name  string
	flags []string // "--from=one"
	words []string
	list  bool   // written as a JSON list
	text  string // as the engine repeats it
	line  int
}

var instructions = strings.Fields("FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL")

// parseDockerfile gives the instructions up to the end of the target stage; an
// empty target is the last stage.
func parseDockerfile(file, text, target string) ([]instruction, error) {
	var steps []instruction
	for _, line := range logicalLines(text) {
		step := line.parse()
		if !slices.Contains(instructions, step.name) {
			return nil, badRequestf("dockerfile parse error line %d: unknown instruction: %s", step.line, step.name)
		}
		if step.name != "FROM" && step.name != "ARG" && !slices.ContainsFunc(steps, isFrom) {
			return nil, badRequestf("no build stage in current context")
		}
		steps = append(steps, step)
	}
	if len(steps) == 0 {
		return nil, badRequestf("the Dockerfile (%s) cannot be empty", file)
	}
	if target == "" {
		return steps, nil
	}
	return untilStage(steps, target)
}

func isFrom(i instruction) bool { return i.name == "FROM" }

func untilStage(steps []instruction, target string) ([]instruction, error) {
	found := false
	for n, step := range steps {
		if step.name != "FROM" {
			continue
		}
		if found {
			return steps[:n], nil
		}
		found = strings.EqualFold(step.stage(), target)
	}
	if !found {
		return nil, badRequestf("failed to reach build target %s in Dockerfile", target)
	}
	return steps, nil
}

// stage is the name that FROM … AS gives.
func (i instruction) stage() string {
	if len(i.words) == 3 && strings.EqualFold(i.words[1], "AS") {
		return i.words[2]
	}
	return ""
}

type logicalLine struct {
	text string
	line int
}

// logicalLines drops comments and joins lines that end with a backslash.
func logicalLines(text string) []logicalLine {
	var lines []logicalLine
	open := false
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		bare := strings.TrimSpace(line)
		if bare == "" || strings.HasPrefix(bare, "#") {
			continue
		}
		rest, more := strings.CutSuffix(line, "\\")
		if open {
			lines[len(lines)-1].text += rest
		} else {
			lines = append(lines, logicalLine{strings.TrimLeft(rest, " \t"), n + 1})
		}
		open = more
	}
	return lines
}

func (l logicalLine) parse() instruction {
	name, rest, _ := strings.Cut(l.text, " ")
	step := instruction{name: strings.ToUpper(name), line: l.line}
	rest = strings.TrimSpace(rest)
	step.text = step.name + " " + rest
	for strings.HasPrefix(rest, "--") {
		flag, after, _ := strings.Cut(rest, " ")
		step.flags = append(step.flags, flag)
		rest = strings.TrimSpace(after)
	}
	if json.Unmarshal([]byte(rest), &step.words) == nil {
		step.list = true
		return step
	}
	step.words = splitWords(rest)
	return step
}

// splitWords splits at spaces outside of quotes and drops the quotes.
func splitWords(text string) []string {
	var words []string
	var word strings.Builder
	quote, inside := rune(0), false
	for _, r := range text {
		switch {
		case quote == 0 && (r == '"' || r == '\''):
			quote, inside = r, true
		case r == quote:
			quote = 0
		case quote == 0 && (r == ' ' || r == '\t'):
			if inside {
				words = append(words, word.String())
				word.Reset()
			}
			inside = false
		default:
			word.WriteRune(r)
			inside = true
		}
	}
	if inside {
		words = append(words, word.String())
	}
	return words
}

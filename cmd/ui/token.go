package ui

import "strings"

// tokenEnd gives the index after the YAML token that begins at start of a line:
// a quoted string, a whole [ ] or { }, a ${…}, a key, or a plain value. The
// line is enough to see it; a token that goes on in the next line ends here.
func tokenEnd(line []rune, start int) int {
	if start >= len(line) {
		return start + 1
	}
	var end int
	switch first := line[start]; {
	case first == '"' || first == '\'':
		end = quoteEnd(line, start)
	case first == '[' || first == '{':
		end = bracketEnd(line, start)
	case first == '$':
		end = variableEnd(line, start)
	case strings.ContainsRune("*&!", first):
		end = wordEnd(line, start)
	default:
		end = plainEnd(line, start)
	}
	return max(end, start+1)
}

// quoteEnd knows the ” of single and the \" of double quotes.
func quoteEnd(line []rune, start int) int {
	quote := line[start]
	for i := start + 1; i < len(line); i++ {
		switch {
		case quote == '"' && line[i] == '\\':
			i++
		case line[i] == quote && quote == '\'' && i+1 < len(line) && line[i+1] == quote:
			i++
		case line[i] == quote:
			return i + 1
		}
	}
	return len(line)
}

func bracketEnd(line []rune, start int) int {
	depth := 0
	for i := start; i < len(line); i++ {
		switch line[i] {
		case '"', '\'':
			i = quoteEnd(line, i) - 1
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return trimmedEnd(line, start)
}

// variableEnd knows $NAME and ${…} with braces inside.
func variableEnd(line []rune, start int) int {
	if start+1 < len(line) && line[start+1] == '{' {
		return bracketEnd(line, start)
	}
	i := start + 1
	for i < len(line) && (line[i] == '_' || line[i] >= '0' && line[i] <= '9' || line[i]|0x20 >= 'a' && line[i]|0x20 <= 'z') {
		i++
	}
	return i
}

func wordEnd(line []rune, start int) int {
	for i := start; i < len(line); i++ {
		if strings.ContainsRune(" \t,]}", line[i]) {
			return i
		}
	}
	return len(line)
}

// plainEnd knows that a plain value ends at ": ", " #" and, inside [ ] or { }, at , ] }.
func plainEnd(line []rune, start int) int {
	flow := inFlow(line, start)
	for i := start; i < len(line); i++ {
		last := i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t'
		switch {
		case line[i] == ':' && last && i > start:
			return i
		case line[i] == '#' && i > start && (line[i-1] == ' ' || line[i-1] == '\t'):
			return trimmedEnd(line[:i], start)
		case flow && strings.ContainsRune(",]}", line[i]):
			return trimmedEnd(line[:i], start)
		}
	}
	return trimmedEnd(line, start)
}

// inFlow tells whether a [ or { is open at start, or closes after it that does
// not open in this line.
func inFlow(line []rune, start int) bool {
	return depth(line[:start]) > 0 || depth(line[start:]) < 0
}

func depth(line []rune) int {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"', '\'':
			i = quoteEnd(line, i) - 1
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
	}
	return depth
}

func trimmedEnd(line []rune, start int) int {
	end := len(line)
	for end > start && (line[end-1] == ' ' || line[end-1] == '\t') {
		end--
	}
	return end
}

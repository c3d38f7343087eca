package interp

import (
	"strconv"
	"strings"
)

// maxDepth bounds operands within operands, and with them the time and the stack.
const maxDepth = 100

// maxDollars bounds the variables of one template, and with them the memory.
const maxDollars = 50_000

// maxText bounds the bytes that a template may grow to: more than any process
// can be given, and a few variables named a thousand times each are as much.
const maxText = 4 << 20

// part is a text, or the use of a variable where the use has a name.
type part struct {
	text    string
	use     Use
	operand []part
}

func parse(template string) ([]part, error) {
	if n := strings.Count(template, "$"); n > maxDollars {
		return nil, invalid(strings.IndexByte(template, '$'), "it has "+strconv.Itoa(n)+" dollar signs",
			"put the content into a file of its own")
	}
	parts, err := parseAt(template, 0, 0)
	if err != nil {
		return nil, err
	}
	return parts, nil
}

// parseAt reads a template, or an operand that begins at an offset of one.
func parseAt(s string, base, depth int) ([]part, *Error) {
	var parts []part
	for i := 0; i < len(s); {
		dollar := strings.IndexByte(s[i:], '$')
		if dollar < 0 {
			return append(parts, part{text: s[i:]}), nil
		}
		if dollar > 0 {
			parts = append(parts, part{text: s[i : i+dollar]})
			i += dollar
		}
		p, size, err := reference(s[i:], base+i, depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
		i += size
	}
	return parts, nil
}

// reference reads what begins with the $ at the start of s, and gives its length.
func reference(s string, base, depth int) (part, int, *Error) {
	switch {
	case strings.HasPrefix(s, "$$"):
		return part{text: "$"}, 2, nil
	case strings.HasPrefix(s, "${"):
		return braced(s, base, depth)
	}
	if n := nameLength(s[1:]); n > 0 {
		return part{use: Use{Name: s[1 : 1+n], Offset: base}}, 1 + n, nil
	}
	return part{text: "$"}, 1, nil
}

// braced reads a ${…}.
func braced(s string, base, depth int) (part, int, *Error) {
	if depth == maxDepth {
		return part{}, 0, invalid(base, "${…} is nested too deeply", "give inner parts variables of their own")
	}
	n := nameLength(s[2:])
	rest := s[2+n:]
	operator := operatorOf(rest)
	use := Use{Name: s[2 : 2+n], Offset: base, Operator: operator}
	switch {
	case n == 0:
		return part{}, 0, nameless(s, base)
	case strings.HasPrefix(rest, "}"):
		return part{use: use}, 2 + n + 1, nil
	case rest == "":
		return part{}, 0, unclosed(base)
	case operator == "":
		return part{}, 0, invalid(base, "${"+use.Name+" is followed by "+quoted(rest),
			"an operator is one of :- - :? ? :+ +; write $$ for a plain $")
	}
	start := 2 + n + len(operator)
	end := closing(s, start)
	if end < 0 {
		return part{}, 0, unclosed(base)
	}
	use.Operand = s[start:end]
	operand, err := parseAt(use.Operand, base+start, depth+1)
	return part{use: use, operand: operand}, end + 1, err
}

// closing finds the } that ends an operand: braces within pair up, so that JSON
// can be a default; where they do not, it is the last }, as in docker compose.
func closing(s string, start int) int {
	open := 1
	for i := start; i < len(s); i++ {
		switch s[i] {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return i
			}
		}
	}
	if last := strings.LastIndexByte(s, '}'); last >= start {
		return last
	}
	return -1
}

func operatorOf(s string) string {
	for _, operator := range []string{":-", "-", ":?", "?", ":+", "+"} {
		if strings.HasPrefix(s, operator) {
			return operator
		}
	}
	return ""
}

// nameLength counts the bytes of the variable name that s begins with.
func nameLength(s string) int {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return i
		}
	}
	return len(s)
}

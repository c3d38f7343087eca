package interp

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

func invalid(offset int, what, hint string) *Error {
	return &Error{Offset: offset, Summary: "invalid interpolation format: " + what, Hint: hint}
}

func unclosed(offset int) *Error {
	return invalid(offset, "${ without its }", "close it, or write $$ for a plain $")
}

func nameless(s string, offset int) *Error {
	rest := s[2:]
	switch {
	case rest == "":
		return unclosed(offset)
	case strings.HasPrefix(rest, "}"):
		return invalid(offset, "${} names no variable", "put a name between the braces, or write $$ for a plain $")
	}
	return invalid(offset, "${ is followed by "+quoted(rest),
		"a name begins with a letter or _ and has letters, digits and _; write $$ for a plain $")
}

// quoted shows the first character of a text.
func quoted(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	return fmt.Sprintf("%q", r)
}

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// look is how a piece of text is drawn. Colour is one of the sixteen of every terminal, plus one; 0 is the terminal's own.
type look struct {
	colour                       int
	bold, dim, italic, underline bool
}

// piece is text of one look with no wide gap in it, from a column on, counted from 0.
type piece struct {
	text   string
	column int
	look   look
}

// parse reads lines of text with SGR escapes (ECMA-48 8.3.117). The look goes on from line to line. What it cannot draw is
// an error, so that no picture shows less than the terminal did.
func parse(text string) ([][]piece, error) {
	var now look
	var lines [][]piece
	for i, line := range strings.Split(strings.TrimRight(text, " \n"), "\n") {
		pieces, last, err := parseLine(line, now)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		now = last
		lines = append(lines, pieces)
	}
	return trimmed(lines), nil
}

// trimmed leaves out the lines at the end that show nothing.
func trimmed(lines [][]piece) [][]piece {
	for len(lines) > 0 && len(lines[len(lines)-1]) == 0 {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func parseLine(line string, now look) (pieces []piece, last look, err error) {
	column := 0
	for line != "" {
		plain, rest, escaped := strings.Cut(line, "\x1b")
		pieces = append(pieces, apart(plain, column, now)...)
		column += width(plain)
		if !escaped {
			break
		}
		codes, after, ok := strings.Cut(strings.TrimPrefix(rest, "["), "m")
		if !ok || !strings.HasPrefix(rest, "[") || strings.Trim(codes, "0123456789;") != "" {
			return nil, now, fmt.Errorf("escape %q is not one of colour or weight", clip(rest))
		}
		if now, err = now.after(codes); err != nil {
			return nil, now, err
		}
		line = after
	}
	return pieces, now, nil
}

func clip(text string) string { return text[:min(len(text), 12)] }

// after gives the look that the codes of one escape make of this one.
func (l look) after(codes string) (look, error) {
	for code := range strings.SplitSeq(codes, ";") {
		n, _ := strconv.Atoi(code) // an empty code stands for 0
		switch {
		case n == 0:
			l = look{}
		case n == 1:
			l.bold = true
		case n == 2:
			l.dim = true
		case n == 3:
			l.italic = true
		case n == 4:
			l.underline = true
		case n == 22:
			l.bold, l.dim = false, false
		case n == 23:
			l.italic = false
		case n == 24:
			l.underline = false
		case n >= 30 && n <= 37:
			l.colour = n - 30 + 1
		case n >= 90 && n <= 97:
			l.colour = n - 90 + 9
		case n == 39:
			l.colour = 0
		case n == 49: // the terminal's own background, and there is no other here
		default:
			return l, fmt.Errorf("SGR code %q is not drawn yet", code)
		}
	}
	return l, nil
}

// apart splits text at gaps of two blanks and more, since no two fonts are equally wide: each piece gets a column of its own.
func apart(text string, column int, l look) (pieces []piece) {
	runes := []rune(text)
	for len(runes) > 0 {
		n := slices.IndexFunc(runes, func(r rune) bool { return r != ' ' })
		if n < 0 {
			return pieces
		}
		runes, column = runes[n:], column+n
		end := gap(runes)
		word := string(runes[:end])
		pieces = append(pieces, piece{strings.TrimRight(word, " "), column, l})
		runes, column = runes[end:], column+width(word)
	}
	return pieces
}

// gap gives where the first two blanks in a row begin, else the length.
func gap(runes []rune) int {
	for i := 1; i < len(runes); i++ {
		if runes[i-1] == ' ' && runes[i] == ' ' {
			return i - 1
		}
	}
	return len(runes)
}

// width counts the columns that text takes: two for the scripts that are written in squares.
func width(text string) (columns int) {
	for _, r := range text {
		columns++
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			columns++
		}
	}
	return columns
}

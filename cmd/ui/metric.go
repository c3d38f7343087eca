package ui

import (
	"strings"
	"unicode"
)

// textWidth gives how wide text is at a font size, in pixels, or a little more:
// pictures do not know which font the viewer has, so the widths are those of
// DejaVu Sans, the widest of the usual ones.
func textWidth(text string, size float64, bold bool) float64 {
	sum := 0.0
	for _, r := range text {
		sum += runeWidth(r)
	}
	if bold {
		sum *= 1.12
	}
	return sum * size
}

// runeWidth is in ems.
func runeWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("ijlI|!.,:;' ", r):
		return 0.34
	case strings.ContainsRune("ftr()[]-/\\\"", r):
		return 0.42
	case strings.ContainsRune("mwMW@%→", r):
		return 1
	case unicode.IsUpper(r) || r == '+' || r == '=' || r == '_' || r == '×':
		return 0.82
	case r >= 0x1100:
		return 1.08
	}
	return 0.64
}

// textFit cuts text to a width in pixels.
func textFit(text string, size float64, bold bool, room float64) string {
	if textWidth(text, size, bold) <= room {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 && textWidth(string(runes)+"…", size, bold) > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// textEnd cuts text at its beginning: the end of an image's name or of a path
// tells more.
func textEnd(text string, size float64, room float64) string {
	if textWidth(text, size, false) <= room {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 && textWidth("…"+string(runes), size, false) > room {
		runes = runes[1:]
	}
	return "…" + string(runes)
}

package tree

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"gocompose/compose/diag"
)

const (
	maxBytes = 8 << 20 // of a file
	maxParts = 320_000 // lines, list items and flow entries of a file, which bounds the memory; 10,000 services have some 300,000
)

// readable gives the file's text without its byte order mark, or why it cannot be read.
func readable(file string, src []byte) ([]byte, *diag.Diagnostic) {
	if len(src) > maxBytes {
		return nil, &diag.Diagnostic{
			Pos:     diag.Pos{File: file},
			Summary: fmt.Sprintf("the file is larger than %d MiB", maxBytes>>20),
			Hint:    "check that it is a compose file; large content belongs in files of its own",
		}
	}
	text := utf8Text(src)
	if i, what := unreadable(text); i >= 0 {
		return nil, &diag.Diagnostic{
			Pos:     newLines(text).pos(file, i),
			Summary: what,
			Hint:    "save the file as UTF-8 text; in double quotes a control character is written \\xNN",
		}
	}
	if i := partsBeyond(text, maxParts); i >= 0 {
		return nil, &diag.Diagnostic{
			Pos:     newLines(text).pos(file, i),
			Summary: fmt.Sprintf("the file has more than %d lines and entries", maxParts),
			Hint:    "check that it is a compose file; large content belongs in files of its own",
		}
	}
	return text, nil
}

// utf8Text drops a byte order mark and converts UTF-16, which PowerShell writes.
// Half a character at the end becomes a byte that is not UTF-8.
func utf8Text(src []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(src, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(src, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	}
	units := make([]uint16, 0, len(src)/2)
	for i := 2; i+1 < len(src); i += 2 {
		units = append(units, order.Uint16(src[i:]))
	}
	text := []byte(string(utf16.Decode(units)))
	if len(src)%2 == 1 {
		text = append(text, 0xff)
	}
	return text
}

// unreadable finds the first byte that YAML does not allow; -1 when there is none.
func unreadable(text []byte) (int, string) {
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return i, fmt.Sprintf("byte 0x%02x is not UTF-8 text", c)
		case r < ' ' || r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff:
			return i, fmt.Sprintf("control character U+%04X is not allowed", r)
		}
		i += size
	}
	return -1, ""
}

// partsBeyond gives the place of the part after the first limit parts, -1 when
// there are fewer. Every YAML node but a map's key starts behind one of these.
func partsBeyond(text []byte, limit int) int {
	if len(text) <= limit {
		return -1
	}
	n := 0
	for i, c := range text {
		switch c {
		case '\n', '\r', ',', '[', '{':
			n++
		case '-', '?', ':':
			if i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '\t') {
				n++
			}
		}
		if n > limit {
			return i
		}
	}
	return -1
}

package build

import (
	"fmt"
	"slices"
	"testing"

	"gocompose/engine/split"
)

func TestShown(t *testing.T) {
	for name, c := range map[string]struct{ in, want []string }{
		"nothing":                     {nil, nil},
		"whole lines":                 {[]string{"a\nb\n"}, []string{"a", "b"}},
		"pieces":                      {[]string{"a", "b\nc", "\n"}, []string{"ab", "c"}},
		"no last newline":             {[]string{"a\nb"}, []string{"a", "b"}},
		"empty lines":                 {[]string{"\n\na\n"}, []string{"", "", "a"}},
		"what was written over":       {[]string{"10%\r50%\r", "100%\n"}, []string{"100%"}},
		"Windows line ends":           {[]string{"a\r\nb\r\n"}, []string{"a", "b"}},
		"a line that ends in its own": {[]string{"10%\r50%\r"}, []string{"50%"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			w := split.Lines{Emit: func(line split.Piece) { got = append(got, shown(line)) }}
			for _, piece := range c.in {
				w.Add([]byte(piece))
			}
			w.Flush()
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestKeepLast(t *testing.T) {
	var lines []string
	for i := range 100 {
		lines = keepLast(lines, fmt.Sprint(i))
	}
	if len(lines) != tailLines || lines[0] != "60" || lines[tailLines-1] != "99" {
		t.Errorf("kept %d lines from %s to %s", len(lines), lines[0], lines[len(lines)-1])
	}
}

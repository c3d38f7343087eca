package split

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	long := strings.Repeat("x", Longest)
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"empty", "", nil},
		{"lines", "a\nb\n", []string{"a", "b"}},
		{"no newline at the end", "a\nb", []string{"a", "b"}},
		{"empty lines", "\n\n", []string{"", ""}},
		{"carriage returns", "a\r\nb\rc\r\n", []string{"a", "b\rc"}},
		{"just fits", long + "\n", []string{long}},
		{"one too many", long + "y\n", []string{long, "… y"}},
		{"three pieces", long + long + "z", []string{long, "… " + long, "… z"}},
		{"the next line begins anew", long + "y\nz\n", []string{long, "… y", "z"}},
		{"characters stay whole", long[1:] + "é\n", []string{long[1:], "… é"}},
		{"what is no character", long[:len(long)-1] + "\xff\xff\xff", []string{long[:len(long)-1] + "\xff", "… \xff\xff"}},
	} {
		for _, step := range []int{1 << 20, 1000, 1} {
			if got := split(c.in, step); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%s in steps of %d: got %.80q, want %.80q", c.name, step, got, c.want)
			}
		}
	}
}

func split(in string, step int) (out []string) {
	s := Lines{Emit: func(p Piece) {
		text := string(p.Text)
		if p.Continues {
			text = "… " + text
		}
		out = append(out, text)
	}}
	for len(in) > 0 {
		n := min(step, len(in))
		s.Add([]byte(in[:n]))
		in = in[n:]
	}
	s.Flush()
	return out
}

func TestLinesIsBounded(t *testing.T) {
	var out int
	s := Lines{Emit: func(p Piece) { out += len(p.Text) }}
	chunk := bytes.Repeat([]byte("x"), 32<<10)
	const chunks = 1000
	for range chunks {
		s.Add(chunk)
		if held := cap(s.rest); held > 2*Longest {
			t.Fatalf("%d bytes are held back", held)
		}
	}
	s.Flush()
	if whole := chunks * len(chunk); out != whole {
		t.Errorf("%d bytes came out, want %d", out, whole)
	}
}

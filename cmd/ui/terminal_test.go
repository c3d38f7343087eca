package ui

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestEscapes(t *testing.T) {
	for _, c := range []struct {
		name         string
		window       bool
		ansi         Ansi
		env          map[string]string
		live, colour bool
	}{
		{"a window", true, AnsiAuto, nil, true, true},
		{"a pipe", false, AnsiAuto, nil, false, false},
		{"a pipe, forced by the environment", false, AnsiAuto, map[string]string{"CLICOLOR_FORCE": "1"}, false, false},
		{"a pipe, always", false, AnsiAlways, nil, true, true},
		{"a window, never", true, AnsiNever, nil, false, false},
		{"NO_COLOR", true, AnsiAuto, map[string]string{"NO_COLOR": "1"}, true, false},
		{"NO_COLOR that is empty", true, AnsiAuto, map[string]string{"NO_COLOR": ""}, true, true},
		{"CLICOLOR=0", true, AnsiAuto, map[string]string{"CLICOLOR": "0"}, true, false},
		{"CLICOLOR=1", true, AnsiAuto, map[string]string{"CLICOLOR": "1"}, true, true},
		{"a dumb terminal", true, AnsiAuto, map[string]string{"TERM": "dumb"}, false, false},
		{"NO_COLOR, always", true, AnsiAlways, map[string]string{"NO_COLOR": "1"}, true, true},
	} {
		live, colour := escapes(c.window, c.ansi, func(k string) string { return c.env[k] })
		if live != c.live || colour != c.colour {
			t.Errorf("%s: got live %v, colour %v", c.name, live, colour)
		}
	}
}

func TestOpenTerminalOnAFile(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	term := OpenTerminal(f, AnsiAuto, func(string) string { return "" })
	if term.Window || term.Live || term.Style() != (Style{}) {
		t.Errorf("a file is taken for a window: %+v", term)
	}
}

func TestParseChoices(t *testing.T) {
	for text, want := range map[string]Ansi{"": AnsiAuto, "auto": AnsiAuto, "never": AnsiNever, "always": AnsiAlways} {
		if got, err := ParseAnsi(text); got != want || err != nil {
			t.Errorf("--ansi %q: got %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]Mode{"": ModeAuto, "auto": ModeAuto, "tty": ModeTTY, "plain": ModePlain, "json": ModeJSON, "quiet": ModeQuiet, "none": ModeQuiet} {
		if got, err := ParseMode(text); got != want || err != nil {
			t.Errorf("--progress %q: got %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]GraphFormat{"": GraphTree, "tree": GraphTree, "dot": GraphDot, "mermaid": GraphMermaid, "svg": GraphSVG} {
		if got, err := ParseGraphFormat(text); got != want || err != nil {
			t.Errorf("--format %q: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"Auto", "yes", "1"} {
		_, ansi := ParseAnsi(text)
		_, mode := ParseMode(text)
		_, format := ParseGraphFormat(text)
		if ansi == nil || mode == nil || format == nil {
			t.Errorf("%q was taken: %v, %v, %v", text, ansi, mode, format)
		}
	}
}

func TestModeOnATerminal(t *testing.T) {
	window := &Terminal{Window: true, Live: true}
	dumb := &Terminal{Window: true}
	pipe := &Terminal{}
	forced := &Terminal{Live: true}
	for _, c := range []struct {
		mode Mode
		on   *Terminal
		want Mode
	}{
		{ModeAuto, window, ModeTTY}, {ModeAuto, dumb, ModePlain}, {ModeAuto, pipe, ModePlain}, {ModeAuto, forced, ModePlain},
		{ModeTTY, window, ModeTTY}, {ModeTTY, dumb, ModePlain}, {ModeTTY, pipe, ModePlain}, {ModeTTY, forced, ModeTTY},
		{ModePlain, window, ModePlain}, {ModeJSON, window, ModeJSON}, {ModeQuiet, pipe, ModeQuiet},
	} {
		if got := c.mode.On(c.on); got != c.want {
			t.Errorf("mode %d: got %d, want %d", c.mode, got, c.want)
		}
	}
}

func TestSpan(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0 ms": 0, "38 ms": 38 * time.Millisecond, "1.0 s": time.Second, "7.4 s": 7490 * time.Millisecond, "9.9 s": 9999 * time.Millisecond,
		"31 s": 31900 * time.Millisecond, "2 m 05 s": 125 * time.Second, "3 h 07 m": 3*time.Hour + 7*time.Minute + time.Second,
	} {
		if got := span(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for want, n := range map[string]int64{"0 B": 0, "999 B": 999, "1.0 kB": 1000, "38.1 MB": 38_100_000, "1.0 GB": 999_960_000, "2000.0 TB": 2e15} {
		if got := size(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                "plain",
		"\x1b[31mred\x1b[0m":   "red",
		"\x1b]0;title\x07text": "text",
		"a\tb\nc":              "a b c",
		"bell\a back\b":        "bell back",
		"\x9b31mraw":           "�31mraw",
		"\u202egnitrever":      "gnitrever",
		"한글 ✔":                 "한글 ✔",
		"half \xe2\x9c":        "half �",
		"\u009b31m":            "31m",
	} {
		got := clean(in)
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		width, indent int
		text          string
		want          []string
	}{
		{0, 5, "all on one line", []string{"all on one line"}},
		{10, 0, "all on one line", []string{"all on one", "line"}},
		{10, 4, "all on one line", []string{"all on", "one", "line"}},
		{10, 0, "shop-web-1-of-all", []string{"shop-web-1", "-of-all"}},
		{10, 0, "a --remove-orphans", []string{"a", "--remove-o", "rphans"}},
		{4, 0, "한글이다", []string{"한글", "이다"}},
		{1, 8, "ab", []string{"a", "b"}},
		{10, 0, "", []string{""}},
	} {
		got := Style{Width: c.width}.wrap(c.text, c.indent)
		if len(got) != len(c.want) {
			t.Errorf("%q in %d: got %q, want %q", c.text, c.width, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q in %d: got %q, want %q", c.text, c.width, got, c.want)
			}
		}
	}
}

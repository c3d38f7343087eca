package main

import (
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       [][]piece
	}{
		{"plain", "web is up", [][]piece{{{"web is up", 0, look{}}}}},
		{"gaps of two blanks part", "web  started   2 s", [][]piece{{{"web", 0, look{}}, {"started", 5, look{}}, {"2 s", 15, look{}}}}},
		{"indentation moves", "   web", [][]piece{{{"web", 3, look{}}}}},
		{"escapes take no column", "\x1b[32m✔\x1b[39m web", [][]piece{{{"✔", 0, look{colour: 3}}, {"web", 2, look{}}}}},
		{"codes joined", "\x1b[1;33mrecreate", [][]piece{{{"recreate", 0, look{colour: 4, bold: true}}}}},
		{"an empty code ends all", "\x1b[1;2;3;4;31ma\x1b[mb", [][]piece{{
			{"a", 0, look{colour: 2, bold: true, dim: true, italic: true, underline: true}}, {"b", 1, look{}},
		}}},
		{"each ends alone", "\x1b[1;2;3;4;97ma\x1b[22;23;24mb", [][]piece{{
			{"a", 0, look{colour: 16, bold: true, dim: true, italic: true, underline: true}}, {"b", 1, look{colour: 16}},
		}}},
		{"a look lasts over lines", "\x1b[31ma\nb\x1b[0m", [][]piece{{{"a", 0, look{colour: 2}}}, {{"b", 0, look{colour: 2}}}}},
		{"empty lines stay inside and go at the end", "a\n\nb\n\n\x1b[0m  \n", [][]piece{
			{{"a", 0, look{}}}, nil, {{"b", 0, look{}}},
		}},
		{"square scripts take two columns", "포트: \x1b[2m8080", [][]piece{{{"포트:", 0, look{}}, {"8080", 6, look{dim: true}}}}},
		{"nothing", "\n\n", [][]piece{}},
	} {
		got, err := parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q is\n%v\nnot\n%v", c.name, c.text, got, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a background":         {"a\n\x1b[41mb", `line 2: SGR code "41"`},
		"one of 256 colours":   {"\x1b[38;5;12ma", `line 1: SGR code "38"`},
		"reverse":              {"\x1b[7ma", `SGR code "7"`},
		"moving the cursor":    {"\x1b[2Amiddle", `escape "[2Amiddle" is not one of colour`},
		"a title":              {"\x1b]0;title\a", `escape "]0;title`},
		"an escape cut short":  {"a\x1b[3", `escape "[3"`},
		"an escape of nothing": {"a\x1b", `escape ""`},
	} {
		if _, err := parse(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not %s", name, err, c.want)
		}
	}
}

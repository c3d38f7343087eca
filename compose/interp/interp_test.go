package interp_test

import (
	"testing"

	"gocompose/compose/interp"
)

func env(name string) (string, bool) {
	v, ok := map[string]string{"FOO": "first", "BAR": "", "_x1": "under"}[name]
	return v, ok
}

func TestExpand(t *testing.T) {
	for template, want := range map[string]string{
		"":                         "",
		"plain":                    "plain",
		"$FOO":                     "first",
		"${FOO}":                   "first",
		"a${FOO}b$FOO-c":           "afirstbfirst-c",
		"$FOOBAR":                  "",
		"$_x1":                     "under",
		"$$FOO":                    "$FOO",
		"$$$FOO":                   "$first",
		"$":                        "$",
		"$1":                       "$1",
		"a$ b":                     "a$ b",
		"$}":                       "$}",
		"${BAR-d}":                 "",
		"${BAR:-d}":                "d",
		"${NO-d}":                  "d",
		"${NO:-d}":                 "d",
		"${FOO:-d}":                "first",
		"${FOO:+alt}":              "alt",
		"${BAR:+alt}":              "",
		"${BAR+alt}":               "alt",
		"${NO+alt}":                "",
		"${NO:+alt}":               "",
		"${FOO:?err}":              "first",
		"${BAR?err}":               "",
		"${NO:-${FOO}}":            "first",
		"${NO:-${NO2:-${FOO}x}y}z": "firstxyz",
		"${NO:-$$}":                "$",
		"${NO:-{\"a\":{\"b\":1}}}": "{\"a\":{\"b\":1}}",
		"${NO:-{}} ${NO:-{}}":      "{} {}",
		"${NO:-{}":                 "{",
		"${NO:-}":                  "",
		"${NO:-a:-b-c?d+e}":        "a:-b-c?d+e",
		"${NO-:-}":                 ":-",
		"${NO:-two\nlines}":        "two\nlines",
		"${NO:-größe}":             "größe",
	} {
		got, err := interp.Expand(template, env)
		if err != nil || got.Text != want {
			t.Errorf("Expand(%q) = %q, %v, want %q", template, got.Text, err, want)
		}
	}
}

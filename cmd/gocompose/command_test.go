package main

import (
	"testing"

	"gocompose/compose"
)

func TestCommand(t *testing.T) {
	for want, o := range map[string]compose.Options{
		"gocompose": {},
		"gocompose -f a.yaml -f 'b c.yaml' -p shop":                              {Files: []string{"a.yaml", "b c.yaml"}, Name: "shop"},
		`gocompose --project-directory 'it'\''s' --env-file x.env --profile '*'`: {ProjectDirectory: "it's", EnvFiles: []string{"x.env"}, Profiles: []string{"*"}},
	} {
		if got := (&session{global: o}).command(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

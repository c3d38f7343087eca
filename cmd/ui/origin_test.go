package ui

import (
	"strings"
	"testing"

	"gocompose/compose"
	"gocompose/compose/diag"
)

var someOrigins = []compose.Origin{
	{Path: []string{"services", "web", "image"}, Value: "app:7\x1b[31m", Template: "app:${TAG}", Pos: diag.Pos{File: "compose.yaml", Line: 4, Column: 12},
		Filled: []compose.Fill{
			{Name: "TAG", From: compose.FromEnvFile, Pos: diag.Pos{File: ".env", Line: 1, Column: 1}, Value: "7"},
			{Name: "NONE", From: compose.FromNowhere},
		}},
	{Path: []string{"services", "web", "command", "0"}, Value: "run", Template: "run", Pos: diag.Pos{File: "compose.yaml", Line: 5, Column: 15}},
}

func TestOrigins(t *testing.T) {
	for _, c := range []struct {
		width int
		want  string
	}{
		{0, `
ATTRIBUTE                VALUE     PLACE               FROM
services.web.image       app:7     compose.yaml:4:12   TAG: .env:1:1, NONE: unset
services.web.command.0   run       compose.yaml:5:15
`},
		{70, `
ATTRIBUTE                VALUE     PLACE               FROM
services.web.image       app:7     compose.yaml:4:12   TAG: .env:1:1,
                                                       NONE: unset
services.web.command.0   run       compose.yaml:5:15
`},
		{40, `
services.web.image app:7
    compose.yaml:4:12   TAG: .env:1:1,
    NONE: unset
services.web.command.0 run
    compose.yaml:5:15
`},
	} {
		var got strings.Builder
		if err := Origins(&got, someOrigins, Style{Width: c.width}); err != nil || "\n"+got.String() != c.want {
			t.Errorf("%d columns: %v\n%s", c.width, err, got.String())
		}
	}
}

func TestOriginJSON(t *testing.T) {
	var got strings.Builder
	if err := OriginJSON(&got, someOrigins); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"template": "app:${TAG}"`, `"source": "env-file"`, `"source": "unset"`, `"value": "app:7\u001b[31m"`,
	} {
		if strings.Count(got.String(), want) != 1 {
			t.Errorf("%s is not there once:\n%s", want, got.String())
		}
	}
	got.Reset()
	if err := OriginJSON(&got, nil); err != nil || !strings.Contains(got.String(), `"values": []`) {
		t.Errorf("%v: %s", err, got.String())
	}
}

func TestCandidates(t *testing.T) {
	at := diag.Pos{File: "web.env", Line: 3, Column: 1}
	c := Candidates{
		Service: "web",
		Values: []compose.Candidate{
			{Name: "LEVEL", From: compose.FromAttribute, Pos: diag.Pos{File: "compose.yaml", Line: 14, Column: 7}, Value: "debug", Wins: true},
			{Name: "LEVEL", From: compose.FromServiceEnvFile, Pos: at, Value: ""},
		},
		Others: []compose.Candidate{{Name: "LEVEL", From: compose.FromProcess, Value: strings.Repeat("long ", 8), Wins: true}},
	}
	want := `
LEVEL   debug                              wins   environment of web                    compose.yaml:14:7
        (empty)                                   env_file of web                       web.env:3:1
        long long long long long long long long           process environment (only for ${…})
`
	var got strings.Builder
	if err := c.Write(&got, Style{}); err != nil || "\n"+got.String() != want {
		t.Errorf("%v\n%s", err, got.String())
	}
	got.Reset()
	if err := (Candidates{}).JSON(&got); err != nil || !strings.Contains(got.String(), `"candidates": []`) {
		t.Errorf("%v: %s", err, got.String())
	}
	got.Reset()
	unset := Candidates{Values: []compose.Candidate{{Name: "NONE"}}}
	if err := unset.Write(&got, Style{Width: 12}); err != nil || got.String() != "NONE   (uns…\n" {
		t.Errorf("%v: %q", err, got.String())
	}
}

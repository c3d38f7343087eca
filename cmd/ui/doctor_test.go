package ui

import (
	"strings"
	"testing"

	"gocompose/compose/diag"
)

var examined = []DoctorCheck{
	{Name: "engine", State: "ok", Summary: "Docker Engine 29.5.0, API 1.55, at unix:///var/run/docker.sock"},
	{Name: "networks", State: "advice", Summary: "3, 1 of them left over", Findings: []DoctorFinding{
		{Severity: "advice", Summary: "network blog_default has nothing\x1b[2J attached", Command: "docker network rm a_network_with_a_very_long_name_that_is_copied"}}},
	{Name: "up", State: "error", Summary: "1 found", Findings: []DoctorFinding{
		{Severity: "error", Pos: diag.Pos{File: "compose.yaml", Line: 4, Column: 13}, Summary: "port 8080 is taken", Hint: "choose another port"}}},
}

func TestDoctor(t *testing.T) {
	for _, c := range []struct {
		style Style
		want  string
	}{
		{Style{}, `✔ engine          Docker Engine 29.5.0, API 1.55, at unix:///var/run/docker.sock
· networks        3, 1 of them left over
  · network blog_default has nothing attached
      docker network rm a_network_with_a_very_long_name_that_is_copied
✘ up              1 found
  ✘ compose.yaml:4:13: port 8080 is taken; choose another port

1 error, with 1 thing that could be better
`},
		{Style{Width: 40}, `✔ engine          Docker Engine 29.5.0,
                  API 1.55, at
                  unix:///var/run/docker
                  .sock
· networks        3, 1 of them left over
  · network blog_default has nothing
    attached
      docker network rm a_network_with_a_very_long_name_that_is_copied
✘ up              1 found
  ✘ compose.yaml:4:13: port 8080 is
    taken; choose another port

1 error, with 1 thing that could be
better
`},
	} {
		var b strings.Builder
		if err := Doctor(&b, examined, c.style); err != nil || b.String() != c.want {
			t.Errorf("%d columns: %v\n%s", c.style.Width, err, b.String())
		}
	}
}

func TestDoctorWell(t *testing.T) {
	var b strings.Builder
	if err := Doctor(&b, examined[:1], Style{}); err != nil || !strings.HasSuffix(b.String(), "\n\nall is well\n") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestDoctorJSON(t *testing.T) {
	var b strings.Builder
	if err := DoctorJSON(&b, examined[2:]); err != nil {
		t.Fatal(err)
	}
	want := `{"schema":"gocompose.doctor/v1","ok":false,"errors":1,"warnings":0,"advice":0,"checks":[{"name":"up","state":"error","summary":"1found",` +
		`"findings":[{"severity":"error","summary":"port8080istaken","pos":{"file":"compose.yaml","line":4,"column":13},"hint":"chooseanotherport"}]}]}`
	if got := strings.Join(strings.Fields(b.String()), ""); got != want {
		t.Errorf("%s", got)
	}
}

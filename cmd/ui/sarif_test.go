package ui

import (
	"encoding/json"
	"strings"
	"testing"

	"gocompose/compose/diag"
)

func TestSARIF(t *testing.T) {
	list := diag.List{
		{Rule: diag.Conflict, Pos: diag.Pos{File: "sub dir/a#1.yaml", Line: 3, Column: 4}, Summary: "it clashes <&>", Hint: "choose",
			Related: []diag.Related{{Pos: diag.Pos{File: "../other.yaml", Line: 1}, Note: "with this"}, {Note: "and with nothing"}}},
		{Severity: diag.Warning, Rule: diag.File, Pos: diag.Pos{File: "/repo/b.yaml"}, Summary: "whole \x1b[31mfile"},
		{Pos: diag.Pos{File: "-", Line: 2, Column: 1}, Summary: "of standard input"},
		{Rule: diag.File, Summary: "nowhere"},
	}
	var out strings.Builder
	if err := SARIF(&out, list, "/repo", "1.2.3"); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(out.String()), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || log.Schema == "" || run.Tool.Driver.Version != "1.2.3" || run.Bases[sarifRoot].URI != "file:///repo/" {
		t.Errorf("%+v", log)
	}
	for i, want := range []string{
		`{"ruleId":"file","ruleIndex":1,"level":"warning","message":{"text":"whole file"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"b.yaml","uriBaseId":"%SRCROOT%"}}}]}`,
		`{"ruleId":"value","ruleIndex":7,"level":"error","message":{"text":"of standard input"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"stdin"},"region":{"startLine":2,"startColumn":1}}}]}`,
	} {
		at := map[int]int{0: 0, 1: 2}[i]
		got, _ := json.Marshal(run.Results[at])
		if string(got) != want {
			t.Errorf("result %d:\n got %s\nwant %s", at, got, want)
		}
	}
	clash := run.Results[3]
	if clash.Locations[0].Physical.Artifact.URI != "sub%20dir/a%231.yaml" || clash.Message.Text != "it clashes <&>; choose" {
		t.Errorf("%+v", clash)
	}
	if len(clash.Related) != 1 || clash.Related[0].Physical.Artifact != (sarifArtifact{URI: "file:///other.yaml"}) {
		t.Errorf("%+v", clash.Related)
	}
	if nowhere := run.Results[1]; nowhere.Locations[0].Physical.Artifact.URI != "." {
		t.Errorf("%+v", nowhere)
	}
	for i, r := range run.Results {
		if r.RuleID != run.Tool.Driver.Rules[r.RuleIndex].ID {
			t.Errorf("result %d: rule %s has index %d", i, r.RuleID, r.RuleIndex)
		}
	}
}

func TestSARIFWithoutProblems(t *testing.T) {
	var out strings.Builder
	if err := SARIF(&out, nil, "/repo", ""); err != nil || !strings.Contains(out.String(), `"results": []`) {
		t.Errorf("%v: %s", err, out.String())
	}
}

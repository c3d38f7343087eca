package doctor_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/doctor"
)

const differing = `name: shop
services:
  web:
    image: web
    build: .
    pre_stop: [{command: [bye]}]
    pre_start: [{command: [hello], per_replica: true}]
    volumes_from: [db, "db:ro"]
    deploy:
      update_config: {parallelism: 1}
      rollback_config: {parallelism: 1}
      restart_policy: {max_attempts: 2}
    secrets: [{source: token, mode: 0400}]
    volumes: [{type: bind, source: ., target: /src, consistency: cached}]
  db:
    image: db
    volumes: ["./db.conf:/etc/db.conf"]
    x-gocompose: {reload: restart}
    cpu_percent: 50
secrets: {token: {file: token}}
networks: {default: {ipam: {options: {a: b}}}}
`

// TestDifferences names the line of each thing that docker compose makes something else of.
func TestDifferences(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"compose.yaml": differing, "token": "t", "db.conf": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, problems := compose.Load(compose.Options{Dir: dir})
	if p == nil {
		t.Fatal(problems)
	}
	var got []string
	for _, f := range doctor.Differences(p).Findings {
		line := strings.TrimSpace(strings.Split(differing, "\n")[f.Pos.Line-1])
		word, _, _ := strings.Cut(line, ":")
		got = append(got, word)
	}
	want := "image pre_stop pre_start volumes_from update_config rollback_config restart_policy secrets volumes x-gocompose cpu_percent networks"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestProblems(t *testing.T) {
	list := diag.List{{Severity: diag.Warning, Summary: "w"}, {Summary: "e", Hint: "h"}}
	if got := found([]doctor.Check{doctor.Problems("files", "fine", list)}); got != "error e; h\nwarning w" {
		t.Error(got)
	}
	if c := doctor.Problems("files", "fine", nil); c.Summary != "fine" || c.Findings != nil {
		t.Errorf("%+v", c)
	}
}

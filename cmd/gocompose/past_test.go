package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"gocompose/compose"
	"gocompose/compose/tree"
	"gocompose/engine/history"
	"gocompose/engine/spec"
)

// TestRecordedServicesKeepTheirHash reads what the record of a project says: its
// services must come to the same containers.
func TestRecordedServicesKeepTheirHash(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../compose/testdata/*/compose.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	recorded := 0
	for _, file := range files {
		dir, err := filepath.Abs(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		p, _ := compose.Load(compose.Options{Files: []string{filepath.Join(dir, "compose.yaml")}, Dir: dir, Name: "shop", Environ: []string{"HOME=/home/me"}, Profiles: []string{"*"}})
		if p == nil {
			continue // it is to be refused
		}
		recorded += len(p.Services)
		sameHashes(t, p, dir)
	}
	if recorded < 100 {
		t.Errorf("only %d services were recorded", recorded)
	}
}

func sameHashes(t *testing.T, p *compose.Project, dir string) {
	t.Helper()
	var file bytes.Buffer
	if err := tree.Encode(&file, p.Recorded()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "0001.yaml")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	h := past{session: &session{global: compose.Options{Dir: dir}}, project: p}
	again, problems := h.reload(history.Version{Path: path})
	if again == nil {
		t.Errorf("%s: %v", dir, problems)
		return
	}
	for name, s := range p.Services {
		if was, is := spec.ServiceHash(s), spec.ServiceHash(again.Services[name]); was != is {
			t.Errorf("%s: service %s has hash %s, and %s when read again; %v, %v", dir, name, was, is, spec.Digests(s), spec.Digests(again.Services[name]))
		}
	}
}

package compose

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// FuzzLoad wants that whatever is read neither panics nor takes for ever, that
// every place lies inside the file, and that what `config` writes loads again
// as the same project.
func FuzzLoad(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/*/*.y*ml")
	for _, seed := range seeds {
		src, err := os.ReadFile(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		project, problems := loadText(src)
		placesInside(t, map[string][]byte{"-": src}, placesOf(project, problems))
		if project != nil {
			loadsAgain(t, project)
		}
	})
}

func loadText(src []byte) (*Project, diag.List) {
	return Load(Options{
		Files: []string{"-"}, Stdin: bytes.NewReader(src), Dir: "/nowhere", Name: "fuzz",
		Profiles: []string{"*"}, Environ: []string{"HOME=/home/user", "SET=value", "EMPTY="},
	})
}

func placesOf(p *Project, problems diag.List) []diag.Pos {
	var all []diag.Pos
	for _, d := range problems {
		all = append(all, d.Pos)
		for _, r := range d.Related {
			all = append(all, r.Pos)
		}
	}
	if p == nil {
		return all
	}
	for _, s := range p.Services {
		all = append(all, s.At(), s.At("image"), s.At("no such key"))
		for name := range s.Environment {
			all = append(all, s.At("environment", name))
		}
		for _, d := range s.DependsOn {
			all = append(all, d.Pos)
		}
		for _, port := range s.Ports {
			all = append(all, port.Pos)
		}
		for _, m := range s.Volumes {
			all = append(all, m.Pos)
		}
	}
	for _, n := range p.Networks {
		all = append(all, n.Pos)
	}
	for _, v := range p.Volumes {
		all = append(all, v.Pos)
	}
	return all
}

// placesInside wants every place to lie inside its file, as far as that is one
// of the given.
func placesInside(t *testing.T, files map[string][]byte, places []diag.Pos) {
	t.Helper()
	for _, pos := range places {
		src, ok := files[pos.File]
		if !ok || pos.Line == 0 {
			continue
		}
		lines := strings.Split(string(src), "\n")
		switch {
		case pos.Line > len(lines), pos.Line < 1, pos.Column < 1:
			t.Errorf("%s is outside the %d lines", pos, len(lines))
		case utf8.Valid(src) && pos.Column > utf8.RuneCountInString(lines[pos.Line-1])+1:
			t.Errorf("%s is behind the line %q", pos, lines[pos.Line-1])
		}
	}
}

// loadsAgain loads what config writes. A $ in a key stands in the way: config
// doubles it, as docker compose does, but keys are no templates.
func loadsAgain(t *testing.T, project *Project) {
	t.Helper()
	canonical := project.Canonical()
	if dollarKey(canonical) {
		return
	}
	var text bytes.Buffer
	if err := tree.Encode(&text, canonical); err != nil {
		t.Fatal(err)
	}
	if text.Len() > 1<<20 {
		return // aliases written out can be more than a file may have
	}
	want, err := project.CanonicalJSON()
	if err != nil {
		t.Fatal(err)
	}
	again, problems := loadText(text.Bytes())
	if again == nil {
		t.Fatalf("%s\n%s", problems.Error(), text.Bytes())
	}
	if got, _ := again.CanonicalJSON(); !bytes.Equal(got, want) {
		t.Errorf("from\n%s\ngot\n%s\nwant\n%s", text.Bytes(), got, want)
	}
}

func dollarKey(n *tree.Node) bool {
	for _, e := range n.Entries {
		if strings.Contains(e.Key, "$") || dollarKey(e.Value) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items, dollarKey)
}

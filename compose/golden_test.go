package compose

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gocompose/compose/diag"
)

var update = flag.Bool("update", false, "write what came out into the golden files")

// TestGolden loads every folder of testdata. The file "options" of a case says
// how, a line each: -f F, -p NAME, --profile P, --project-directory D,
// --env-file F, stdin F, env NAME=VALUE, cd D, select S…, scale S=N.
// want.json is what `config --format json` would print, want.diag the problems;
// {dir} stands for the case's folder, {dir}/.. for the one that all cases are in.
func TestGolden(t *testing.T) {
	dirs, err := filepath.Glob("testdata/*")
	if err != nil || len(dirs) < 80 {
		t.Fatalf("%d cases, %v", len(dirs), err)
	}
	for _, dir := range dirs {
		if filepath.Base(dir) == "fuzz" {
			continue // what FuzzLoad has found before
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			abs, err := filepath.Abs(dir)
			if err != nil {
				t.Fatal(err)
			}
			project, problems := loadCase(t, abs)
			var out []byte
			if project != nil {
				if out, err = project.CanonicalJSON(); err != nil {
					t.Fatal(err)
				}
				out = append(out, '\n')
			}
			golden(t, abs, "want.json", out)
			golden(t, abs, "want.diag", []byte(written(problems)))
			everyPlaceExists(t, abs, problems)
		})
	}
}

// loadCase does what the options of a case ask for.
func loadCase(t *testing.T, dir string) (*Project, diag.List) {
	t.Helper()
	o := Options{Dir: dir, Environ: []string{"HOME=/home/user"}}
	var selected []string
	scale := map[string]int{}
	lines, _ := os.ReadFile(filepath.Join(dir, "options"))
	for line := range strings.SplitSeq(strings.TrimSpace(string(lines)), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "":
		case "-f":
			o.Files = append(o.Files, rest)
		case "-p":
			o.Name = rest
		case "--profile":
			o.Profiles = append(o.Profiles, rest)
		case "--project-directory":
			o.ProjectDirectory = rest
		case "--env-file":
			o.EnvFiles = append(o.EnvFiles, rest)
		case "stdin":
			src, err := os.ReadFile(filepath.Join(dir, rest))
			if err != nil {
				t.Fatal(err)
			}
			o.Stdin = bytes.NewReader(src)
		case "env":
			o.Environ = append(o.Environ, rest)
		case "cd":
			o.Dir = filepath.Join(dir, rest)
		case "select":
			selected = strings.Fields(rest)
		case "scale":
			name, text, _ := strings.Cut(rest, "=")
			n, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			scale[name] = n
		default:
			t.Fatalf("options: unknown %q", line)
		}
	}
	project, problems := Load(o)
	if project != nil && selected != nil {
		var more diag.List
		project, more = project.Select(selected)
		problems = append(problems, more...)
	}
	if project != nil && len(scale) > 0 {
		var more diag.List
		project, more = project.WithScale(scale)
		problems = append(problems, more...)
	}
	return project, problems
}

// written gives the problems as text for people to review.
func written(problems diag.List) string {
	var b strings.Builder
	for _, d := range problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", d.Severity, d.Pos, d.Summary)
		if d.Hint != "" {
			fmt.Fprintf(&b, "    %s\n", d.Hint)
		}
		for _, r := range d.Related {
			fmt.Fprintf(&b, "    %s: %s\n", r.Pos, r.Note)
		}
	}
	return b.String()
}

// golden compares with a file, which is absent where nothing is wanted.
func golden(t *testing.T, dir, name string, got []byte) {
	t.Helper()
	got = bytes.ReplaceAll(got, []byte(dir), []byte("{dir}"))
	got = bytes.ReplaceAll(got, []byte(filepath.Dir(dir)), []byte("{dir}/.."))
	path := filepath.Join(dir, name)
	if *update {
		if os.Remove(path); len(got) > 0 {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	want, _ := os.ReadFile(path)
	if !bytes.Equal(got, want) {
		t.Errorf("%s:\n--- want\n%s--- got\n%s", name, want, got)
	}
}

// everyPlaceExists opens the file of every place and looks for the line and column.
func everyPlaceExists(t *testing.T, dir string, problems diag.List) {
	t.Helper()
	for _, d := range problems {
		places := []diag.Pos{d.Pos}
		for _, r := range d.Related {
			places = append(places, r.Pos)
		}
		for _, pos := range places {
			if pos.Line == 0 || pos.File == "-" {
				continue
			}
			checkPlace(t, dir, pos)
		}
	}
}

func checkPlace(t *testing.T, dir string, pos diag.Pos) {
	t.Helper()
	path := pos.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	src, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%s: %v", pos, err)
		return
	}
	lines := strings.Split(string(src), "\n")
	if pos.Line > len(lines) || pos.Column > len([]rune(lines[pos.Line-1]))+1 {
		t.Errorf("%s is not in the file", pos)
	}
}

package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose"
)

// folder makes files below a new folder, whose path has no links, and gives it.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := Resolved(t.TempDir())
	for _, name := range files {
		name, text, _ := strings.Cut(name, "=")
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// rulesIn reads the rules of a project in a folder.
func rulesIn(t *testing.T, dir, services string) ([]Rule, []string) {
	t.Helper()
	file := filepath.Join(dir, "compose.yaml")
	if err := os.WriteFile(file, []byte("name: p\nservices:\n"+services), 0o644); err != nil {
		t.Fatal(err)
	}
	p, problems := compose.Load(compose.Options{Files: []string{file}, Dir: dir})
	if p == nil {
		t.Fatal(problems)
	}
	rules, problems := Rules(p, nil)
	var said []string
	for _, d := range problems {
		said = append(said, fmt.Sprintf("%d: %s", d.Pos.Line, strings.ReplaceAll(d.Summary, dir, "DIR")))
	}
	return rules, said
}

const everyAction = `
  web:
    image: x
    develop:
      watch:
        - {path: src, target: /app, action: sync, ignore: ["*.log", build/]}
        - {path: src/only, target: /only, action: sync, include: ["**/*.py"]}
        - {path: conf/one, target: /etc/one, action: sync+restart}
        - {path: hook, target: /hook, action: sync+exec, exec: {command: [reload]}}
        - {path: again, action: restart}
  api:
    build: {context: ., dockerfile_inline: FROM scratch}
    develop:
      watch:
        - {path: ., action: rebuild, ignore: [src/]}
        - {path: src, target: /src, action: sync}
`

func TestDecide(t *testing.T) {
	dir := folder(t, "src/a", "conf/one", ".dockerignore=secret\nsrc/hidden\n")
	rules, said := rulesIn(t, dir, everyAction)
	if len(rules) != 7 {
		t.Fatal(rules, said)
	}
	for changes, want := range map[string]string{
		"src/a":                            "api: copy /src/a | web: copy /app/a",
		"src/a src/b -src/c":               "api: copy /src/a /src/b delete /src/c | web: copy /app/a /app/b delete /app/c",
		"src/d/x.log src/x.log":            "api: copy /src/d/x.log /src/x.log | web: copy /app/d/x.log",
		"src/build/x":                      "api: copy /src/build/x",
		"src/hidden/x":                     "web: copy /app/hidden/x",
		"src/only/x src/only/y/z.py":       "api: copy /src/only/x /src/only/y/z.py | web: copy /app/only/x /app/only/y/z.py /only/y/z.py",
		"conf/one conf/two":                "api: rebuild | web: copy /etc/one restart",
		"-conf/one":                        "api: rebuild | web: delete /etc/one restart",
		"hook/x hook/y":                    "api: rebuild | web: copy /hook/x /hook/y exec reload",
		"again/x":                          "api: rebuild | web: restart",
		"secret/x":                         "",
		".git/index":                       "",
		"src/.git/x src/a~":                "",
		"src/.a.swp src/.a.swpx src/4913":  "",
		"-src/d -src/d-1 -src/d/e -src/d2": "api: delete /src/d /src/d-1 /src/d2 | web: delete /app/d /app/d-1 /app/d2",
		"-src":                             "", // the container may have files of its own there
		"src/a other":                      "api: rebuild | web: copy /app/a",
		"compose.yaml":                     "api: rebuild",
	} {
		if got := describe(Decide(rules, parseChanges(dir, changes))); got != want {
			t.Errorf("%s\n got %s\nwant %s", changes, got, want)
		}
	}
}

// parseChanges reads paths, of which those behind - are gone.
func parseChanges(dir, text string) (out []Change) {
	for _, word := range strings.Fields(text) {
		name, gone := strings.CutPrefix(word, "-")
		out = append(out, Change{Path: filepath.Join(dir, name), Gone: gone})
	}
	return out
}

func describe(all []Work) string {
	var out []string
	for _, w := range all {
		text := w.Service + ":"
		if w.Rebuild {
			text += " rebuild"
		}
		if len(w.Copy) > 0 {
			text += " copy " + strings.Join(sortedKeys(w.Copy), " ")
		}
		if len(w.Delete) > 0 {
			text += " delete " + strings.Join(w.Delete, " ")
		}
		if w.Restart {
			text += " restart"
		}
		for _, hook := range w.Exec {
			text += " exec " + strings.Join(hook.Command, " ")
		}
		out = append(out, text)
	}
	return strings.Join(out, " | ")
}

// TestSyncLeavesOut has what no container wants, although it is in the folder.
func TestSyncLeavesOut(t *testing.T) {
	dir := folder(t, "dockerfile=FROM scratch\n", "a", ".dockerignore=node_modules\n!node_modules/keep\n")
	rules, said := rulesIn(t, dir, "  web:\n    build: .\n    develop: {watch: [{path: ., target: /app, action: sync}, {path: dockerfile, action: rebuild}]}\n")
	if len(said) > 0 {
		t.Error(said)
	}
	for changes, want := range map[string]string{
		"a":                   "web: copy /app/a",
		"compose.yaml":        "",
		".dockerignore":       "",
		"dockerfile":          "web: rebuild",
		"node_modules/x":      "",
		"node_modules/keep/x": "web: copy /app/node_modules/keep/x",
	} {
		if got := describe(Decide(rules, parseChanges(dir, changes))); got != want {
			t.Errorf("%s\n got %s\nwant %s", changes, got, want)
		}
	}
}

func TestRuleProblems(t *testing.T) {
	dir := folder(t, "src/a")
	rules, said := rulesIn(t, dir, `
  web:
    image: x
    volumes: ["./src:/app", "./src:/other:ro"]
    develop:
      watch:
        - {path: src, target: /app, action: sync}
        - {path: src, target: /apart, action: sync}
        - {path: src/a, target: /other/a, action: sync+restart}
        - {path: none, action: restart}
        - {path: src, action: rebuild}
        - {path: src, target: /x, action: sync, ignore: ["[a"]}
        - {path: src, target: /x, action: restart, exec: {command: [x]}}
`)
	want := []string{
		"9: DIR/src is not synced: a bind mount shows it at /app already",
		"11: DIR/src/a is not synced: a bind mount shows it at /other/a already",
		"12: DIR/none does not exist yet",
		"13: service web cannot be rebuilt: it has no build",
		"14: ignore has a bad pattern: syntax error in pattern",
		"15: exec has no effect with restart",
		"15: target and initial_sync have no effect with restart",
	}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("said:\n%s", strings.Join(said, "\n"))
	}
	if got := describe(Decide(rules, parseChanges(dir, "src/a"))); got != "web: copy /apart/a restart" {
		t.Error(got) // what is mounted need not be copied, but is changed all the same
	}
}

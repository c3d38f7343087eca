// Package oracle compares the canonical form of every project that loads with
// what compose-go makes of the same files. It is a module of its own, so that
// compose-go never becomes a dependency of the program.
package oracle

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/types"

	"gocompose/compose"
	"gocompose/compose/tree"
)

// example is one way to load a folder: see TestGolden of package compose.
type example struct {
	compose.Options
	stdin    []byte
	selected []string
}

func init() {
	dotenv.RegisterFormat("raw", raw)
}

// raw reads what docker compose reads with docker's own parser: NAME=value, and NAME for an inherited one.
func raw(r io.Reader, _ string, vars map[string]string, lookup func(string) (string, bool)) error {
	text, err := io.ReadAll(r)
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok {
			value, ok = lookup(name)
		}
		if ok {
			vars[name] = value
		}
	}
	return err
}

// TestCases compares on the golden cases of package compose. A case with a file
// "differs" says there what the program does otherwise on purpose.
func TestCases(t *testing.T) {
	wants, err := filepath.Glob("../testdata/*/want.json")
	if err != nil || len(wants) < 40 {
		t.Fatalf("%d cases, %v", len(wants), err)
	}
	for _, want := range wants {
		dir := filepath.Dir(want)
		if _, err := os.Stat(filepath.Join(dir, "differs")); err == nil {
			continue
		}
		t.Run(filepath.Base(dir), func(t *testing.T) { compare(t, read(t, dir)) })
	}
}

// compare fails where the two do not write the same JSON and the same YAML.
func compare(t *testing.T, e example) {
	t.Helper()
	project, problems := compose.Load(e.Options)
	if project == nil {
		t.Fatal(problems.Error())
	}
	project, problems = project.Select(e.selected)
	if project == nil {
		t.Fatal(problems.Error())
	}
	theirs, err := reference(t, e)
	if err != nil {
		t.Fatalf("compose-go: %v", err)
	}
	same(t, "JSON", mine(t, project.CanonicalJSON), dollars(t, theirs.MarshalJSON))
	same(t, "YAML", mine(t, encoded(project)), dollars(t, theirs.MarshalYAML))
}

func same(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	a, b := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	t.Errorf("%s differs in line %d\n--- compose-go\n%s\n--- gocompose\n%s", what, i+1, around(a, i), around(b, i))
}

func around(lines []string, i int) string {
	return strings.Join(lines[max(0, i-6):min(len(lines), i+7)], "\n")
}

func encoded(project *compose.Project) func() ([]byte, error) {
	return func() ([]byte, error) {
		var b bytes.Buffer
		err := tree.Encode(&b, project.Canonical())
		return b.Bytes(), err
	}
}

func mine(t *testing.T, marshal func() ([]byte, error)) []byte {
	t.Helper()
	out, err := marshal()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// dollars is what the config command does with the output.
func dollars[O any](t *testing.T, marshal func(...O) ([]byte, error)) []byte {
	t.Helper()
	out, err := marshal()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.ReplaceAll(out, []byte("$"), []byte("$$"))
}

// reference loads as docker compose's config command does.
func reference(t *testing.T, e example) (*types.Project, error) {
	t.Helper()
	t.Chdir(e.Dir)
	stdin(t, e.stdin)
	environment := map[string]string{}
	for _, pair := range e.Environ {
		name, value, _ := strings.Cut(pair, "=")
		environment[name] = value
		t.Setenv(name, value)
	}
	envFiles := e.EnvFiles
	if list := environment["COMPOSE_ENV_FILES"]; list != "" && len(envFiles) == 0 {
		envFiles = strings.Split(list, ",")
	}
	options, err := cli.NewProjectOptions(e.Files,
		cli.WithWorkingDirectory(e.ProjectDirectory),
		cli.WithEnv(e.Environ),
		cli.WithEnvFiles(envFiles...),
		cli.WithDotEnv,
		cli.WithConfigFileEnv,
		cli.WithDefaultConfigPath,
		cli.WithEnvFiles(envFiles...),
		cli.WithDotEnv,
		cli.WithDefaultProfiles(e.Profiles...),
		cli.WithName(e.Name),
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	if project, err = project.WithServicesEnabled(e.selected...); err != nil {
		return nil, err
	}
	if project, err = project.WithSelectedServices(e.selected); err != nil {
		return nil, err
	}
	return project.WithoutUnnecessaryResources().WithServicesEnvironmentResolved(true)
}

// stdin puts a text where compose-go reads "-".
func stdin(t *testing.T, text []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stdin")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdin
	os.Stdin = file
	t.Cleanup(func() { os.Stdin = before; file.Close() })
}

// read takes the options of a case.
func read(t *testing.T, dir string) example {
	t.Helper()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	e := example{Options: compose.Options{Dir: dir, Environ: []string{"HOME=/home/user"}}}
	lines, _ := os.ReadFile(filepath.Join(dir, "options"))
	for line := range strings.SplitSeq(strings.TrimSpace(string(lines)), "\n") {
		e.option(t, dir, line)
	}
	return e
}

func (e *example) option(t *testing.T, dir, line string) {
	t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "-f":
		e.Files = append(e.Files, rest)
	case "-p":
		e.Name = rest
	case "--profile":
		e.Profiles = append(e.Profiles, rest)
	case "--project-directory":
		e.ProjectDirectory = rest
	case "--env-file":
		e.EnvFiles = append(e.EnvFiles, rest)
	case "env":
		e.Environ = append(e.Environ, rest)
	case "cd":
		e.Dir = filepath.Join(dir, rest)
	case "select":
		e.selected = strings.Fields(rest)
	case "stdin":
		src, err := os.ReadFile(filepath.Join(dir, rest))
		if err != nil {
			t.Fatal(err)
		}
		e.stdin, e.Stdin = src, bytes.NewReader(src)
	}
}

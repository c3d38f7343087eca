package oracle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"gocompose/compose"
)

// stack is a project on its way through both programs.
type stack struct {
	dir, home string
	files     []any
}

func (s stack) String() string {
	var b strings.Builder
	for i, file := range s.files {
		fmt.Fprintf(&b, "--- %d.yaml\n%s\n", i, flow(file))
	}
	return b.String()
}

// kinds of verdicts.
const (
	loaded    = "both load it"
	neither   = "neither loads it"
	onlyHere  = "compose-go refuses it"
	onlyThere = "gocompose refuses it"
	different = "the results differ"
)

// verdict is how the two compare: kind says what they did, problem why that is
// wrong, known why it is not.
type verdict struct{ kind, problem, known string }

func (s stack) options() compose.Options {
	o := compose.Options{Dir: s.dir, Profiles: []string{"p"}, Environ: []string{"HOME=" + s.home, "FROM=outside", "BOOL=true", "ONE=1"}}
	for i, file := range s.files {
		path := filepath.Join(s.dir, fmt.Sprintf("%d.yaml", i))
		if err := os.WriteFile(path, []byte(flow(file)), 0o600); err != nil {
			panic(err)
		}
		o.Files = append(o.Files, path)
	}
	return o
}

func (s stack) judge() verdict {
	o := s.options()
	here, problems := compose.Load(o)
	there, err := theirs(o)
	switch {
	case err != nil && here == nil:
		return verdict{kind: neither}
	case err != nil:
		return explained(onlyHere, err.Error(), laxer)
	case here == nil:
		return explained(onlyThere, problems.Errors().Error(), stricter)
	}
	return s.compared(here, there)
}

func (s stack) compared(here *compose.Project, there *types.Project) verdict {
	for _, form := range []struct {
		name        string
		here, there func() ([]byte, error)
	}{
		{"YAML", encoded(here), func() ([]byte, error) { return there.MarshalYAML() }},
		{"JSON", here.CanonicalJSON, func() ([]byte, error) { return there.MarshalJSON() }},
	} {
		got, err := form.here()
		if err != nil {
			return verdict{kind: different, problem: err.Error()}
		}
		want, err := form.there()
		if err != nil {
			return explained(different, err.Error(), laxer)
		}
		if want = bytes.ReplaceAll(want, []byte("$"), []byte("$$")); !bytes.Equal(got, want) {
			return explained(different, form.name+" "+difference(want, got), unlike)
		}
	}
	if problem := hashes(here, there); problem != "" {
		return verdict{kind: different, problem: problem}
	}
	return verdict{kind: loaded}
}

func explained(kind, text string, table []exception) verdict {
	for _, e := range table {
		if strings.Contains(text, e.words) {
			return verdict{kind: kind, known: kind + ": " + e.reason}
		}
	}
	return verdict{kind: kind, problem: kind + ": " + text}
}

// theirs loads with compose-go, as docker compose's config command does.
func theirs(o compose.Options) (project *types.Project, err error) {
	defer func() {
		if r := recover(); r != nil {
			project, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	options, err := cli.NewProjectOptions(o.Files, cli.WithWorkingDirectory(o.Dir), cli.WithEnv(o.Environ), cli.WithDotEnv,
		cli.WithDefaultProfiles(o.Profiles...), cli.WithName(o.Name))
	if err != nil {
		return nil, err
	}
	project, err = options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	if len(project.Services) == 0 {
		return nil, errors.New("no service selected")
	}
	return project.WithoutUnnecessaryResources().WithServicesEnvironmentResolved(true)
}

func difference(want, got []byte) string {
	a, b := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("differs in line %d\n--- compose-go\n%s\n--- gocompose\n%s", i+1, around(a, i), around(b, i))
}

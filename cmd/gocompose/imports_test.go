package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// storeys is the house: a package imports those of the storeys below it only.
var storeys = [][]string{
	{"compose/diag", "compose/pattern", "engine/split"},
	{"compose/remote", "compose/tree", "compose/interp", "compose/graph"},
	{"compose/dotenv"}, // whose values are templates of interp
	{"compose"},
	{"engine/build", "engine/endpoint", "engine/tunnel", "engine/history", "engine/spec", "engine/plan", "engine/lock"},
	{"engine/planfile", "engine/watch", "engine/doctor"},
	{"engine"},
	{"cmd/ui"},
	{"cmd/gocompose"},
}

// outside is packages that stand beside the house: programs of their own, and
// the engine that only tests know.
var outside = []string{"scripts/", "engine/enginetest"}

// keepers is who alone may import a library, in tests too; below a prefix
// everything is meant. The first prefix that fits counts.
var keepers = []struct {
	library string
	by      []string
}{
	{"gopkg.in/yaml", []string{"compose/tree"}},
	{"go.yaml.in/yaml", []string{"compose/tree"}},
	{"github.com/urfave/cli", []string{"cmd/gocompose"}},
	{"github.com/moby/docker-image-spec", []string{"engine/enginetest"}}, // types of an image's configuration
	{"github.com/moby/term", []string{"cmd/ui"}},
	{"github.com/moby/go-archive", []string{"engine"}},
	{"github.com/moby/sys/user", []string{"engine"}},
	{"github.com/moby/sys/atomicwriter", []string{"compose/remote", "engine/history", "engine/planfile"}},
	{"github.com/moby/", []string{"engine/build"}},
	{"github.com/tonistiigi/", []string{"engine/build"}},
	{"google.golang.org/grpc", []string{"engine/build"}},
	{"github.com/docker/go-units", []string{"cmd/gocompose", "cmd/ui", "engine/build", "engine/doctor", "engine/enginetest"}}, // writes times and sizes as docker does
	{"github.com/docker/cli/templates", []string{"cmd/ui"}},
	{"github.com/docker/cli/cli-plugins/socket", []string{"cmd/gocompose"}},
	{"github.com/docker/docker/api/types", []string{"engine", "engine/build", "engine/spec", "engine/enginetest"}},
	{"github.com/docker/go-connections/nat", []string{"engine", "engine/build", "engine/spec", "engine/enginetest"}},
	{"github.com/docker/", []string{"engine", "engine/build", "engine/endpoint", "engine/tunnel"}},
	{"github.com/fsnotify/", []string{"engine/watch"}},
	{"golang.org/x/term", []string{"cmd/ui"}},
	{"github.com/charmbracelet/", []string{"cmd/ui"}},
}

// askers is whose tests ask an engine themselves whether what was said is so.
var askers = []string{"cmd/gocompose", "engine/enginetest"}

// talkative is what only programs touch: the streams, the arguments and the end.
var talkative = map[string][]string{
	"os":  {"Stdin", "Stdout", "Stderr", "Args", "Exit"},
	"fmt": {"Print", "Println", "Printf"},
	"log": {"Print", "Println", "Printf", "Fatal", "Fatalln", "Fatalf", "Panic", "Panicln", "Panicf", "Default"},
}

func TestImports(t *testing.T) {
	packages := map[string]bool{}
	for _, file := range sources(t, "../..") {
		src, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range judge(file, src) {
			t.Error(problem)
		}
		packages[path.Dir(file)] = true
	}
	for _, storey := range storeys {
		for _, p := range storey {
			if !packages[p] {
				t.Errorf("package %s was not looked at", p)
			}
		}
	}
}

// sources gives the module's Go files, but for those of modules inside of it.
func sources(t *testing.T, root string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if d.IsDir() && rel != "." {
			_, noModule := os.Stat(filepath.Join(name, "go.mod"))
			if noModule == nil || slices.Contains([]string{"testdata", "out", "bin", ".git"}, d.Name()) {
				return filepath.SkipDir
			}
		}
		if strings.HasSuffix(name, ".go") {
			files = append(files, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// judge gives what is wrong with one file's imports and with what it touches.
func judge(file string, src []byte) (problems []string) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, src, parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	home, test := path.Dir(file), strings.HasSuffix(file, "_test.go")
	for _, spec := range parsed.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		wrong := libraryProblem(home, imported)
		if local, ok := strings.CutPrefix(imported, "gocompose/"); ok {
			wrong = localProblem(home, local, test)
		}
		if test && slices.Contains(askers, home) && strings.HasPrefix(imported, "github.com/docker/") {
			wrong = ""
		}
		if wrong != "" {
			problems = append(problems, fmt.Sprintf("%s: %s", set.Position(spec.Pos()), wrong))
		}
	}
	if !test && !strings.HasPrefix(home, "cmd/") && !strings.HasPrefix(home, "scripts/") {
		problems = append(problems, touches(set, parsed)...)
	}
	return problems
}

// localProblem judges the import of one package of the module by another.
func localProblem(home, imported string, test bool) string {
	if slices.ContainsFunc(outside, func(p string) bool { return strings.HasPrefix(home, p) }) {
		return ""
	}
	from, to := storey(home), storey(imported)
	switch {
	case test && (imported == home || imported == "engine/enginetest"):
		return ""
	case from < 0:
		return fmt.Sprintf("package %s has no storey; give it one in imports_test.go", home)
	case to < 0:
		return fmt.Sprintf("%s must not import %s, which has no storey", home, imported)
	case to > from, to == from && !test:
		return fmt.Sprintf("%s must not import %s, which does not stand below it", home, imported)
	}
	return ""
}

func storey(p string) int {
	return slices.IndexFunc(storeys, func(all []string) bool { return slices.Contains(all, p) })
}

// libraryProblem judges the import of a package from elsewhere.
func libraryProblem(home, imported string) string {
	for _, k := range keepers {
		if !strings.HasPrefix(imported, k.library) {
			continue
		}
		if !slices.Contains(k.by, home) {
			return fmt.Sprintf("%s must not import %s; only %s may", home, imported, strings.Join(k.by, ", "))
		}
		return ""
	}
	return ""
}

// touches finds uses of what only programs touch.
func touches(set *token.FileSet, file *ast.File) (problems []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if p, ok := s.X.(*ast.Ident); ok && slices.Contains(talkative[p.Name], s.Sel.Name) {
			problems = append(problems, fmt.Sprintf("%s: only cmd may touch %s.%s", set.Position(s.Pos()), p.Name, s.Sel.Name))
		}
		return true
	})
	return problems
}

// A rule that finds nothing proves nothing: each must find what it forbids.
func TestImportsAreJudged(t *testing.T) {
	tests := []struct {
		file, body string
		wrong      bool
	}{
		{"compose/load.go", `import "gocompose/compose/tree"`, false},
		{"compose/load.go", `import "gocompose/engine"`, true},
		{"compose/load.go", `import "gocompose/cmd/ui"`, true},
		{"compose/load.go", `import "gopkg.in/yaml.v3"`, true},
		{"compose/load_test.go", `import "gopkg.in/yaml.v3"`, true},
		{"compose/load.go", `import "github.com/docker/docker/api/types/container"`, true},
		{"compose/load.go", `import "github.com/docker/go-units"`, true},
		{"compose/load.go", `import "github.com/distribution/reference"`, false},
		{"compose/load_test.go", `import "gocompose/compose"`, false},
		{"compose/tree/parse.go", `import "gopkg.in/yaml.v3"`, false},
		{"compose/tree/parse.go", `import "gocompose/compose"`, true},
		{"compose/tree/parse.go", `import "gocompose/compose/interp"`, true},
		{"compose/tree/parse_test.go", `import "gocompose/compose/interp"`, false},
		{"compose/tree/parse_test.go", `import "gocompose/compose"`, true},
		{"compose/dotenv/dotenv.go", `import "gocompose/compose/interp"`, false},
		{"compose/interp/interp.go", `import "gocompose/compose/dotenv"`, true},
		{"compose/new/new.go", `import "gocompose/compose/diag"`, true},
		{"engine/plan/up.go", `import "gocompose/compose"`, false},
		{"engine/plan/up.go", `import "gocompose/engine/spec"`, true},
		{"engine/plan/up_test.go", `import "gocompose/engine/spec"`, false},
		{"engine/plan/up.go", `import "github.com/docker/docker/api/types"`, true},
		{"engine/plan/up_test.go", `import "github.com/docker/docker/api/types"`, true},
		{"engine/spec/hash.go", `import "github.com/docker/docker/api/types/container"`, false},
		{"engine/spec/hash.go", `import "github.com/docker/docker/client"`, true},
		{"engine/build/build.go", `import "github.com/moby/buildkit/client"`, false},
		{"engine/build/build.go", `import "gocompose/engine"`, true},
		{"engine/open.go", `import "github.com/docker/docker/client"`, false},
		{"engine/open.go", `import "github.com/moby/buildkit/client"`, true},
		{"engine/open.go", `import "gocompose/engine/enginetest"`, true},
		{"engine/open_test.go", `import "gocompose/engine/enginetest"`, false},
		{"engine/open.go", `import "golang.org/x/term"`, true},
		{"cmd/ui/plan.go", `import "gocompose/engine/plan"`, false},
		{"cmd/ui/plan.go", `import "github.com/urfave/cli/v2"`, true},
		{"cmd/ui/plan.go", `import "github.com/docker/docker/client"`, true},
		{"cmd/gocompose/up.go", `import "github.com/urfave/cli/v2"`, false},
		{"cmd/gocompose/up.go", `import "github.com/docker/docker/client"`, true},
		{"cmd/gocompose/up_test.go", `import "github.com/docker/docker/client"`, false},
		{"cmd/gocompose/up.go", `import "gocompose/engine/enginetest"`, true},
		{"cmd/gocompose/up_test.go", `import "github.com/moby/buildkit/client"`, true},
		{"engine/enginetest/list.go", `import "github.com/docker/docker/api/types/container"`, false},
		{"engine/enginetest/list.go", `import "github.com/docker/docker/client"`, true},
		{"engine/enginetest/list_test.go", `import "github.com/docker/docker/client"`, false},
		{"scripts/bench/main.go", `import "os"; var _ = os.Args`, false},

		{"engine/open.go", `import "os"; var _ = os.Getenv("HOME")`, false},
		{"engine/open.go", `import "os"; var _ = os.Stdout`, true},
		{"engine/open.go", `import "os"; var _ = os.Args[1:]`, true},
		{"engine/open.go", `import "os"; func f() { defer os.Exit(1) }`, true},
		{"compose/load.go", `import "fmt"; func f() { fmt.Println() }`, true},
		{"compose/load.go", `import "fmt"; func f() string { return fmt.Sprint() }`, false},
		{"compose/load.go", `import "log"; func f() { log.Printf("") }`, true},
		{"compose/load_test.go", `import "os"; var _ = os.Args`, false},
		{"cmd/ui/ui.go", `import "os"; var _ = os.Stderr`, false},
		{"compose/load.go", `import nothing`, true},
	}
	for _, test := range tests {
		if problems := judge(test.file, []byte("package p; "+test.body)); (len(problems) > 0) != test.wrong {
			t.Errorf("%s with %s: %q, want one: %t", test.file, test.body, problems, test.wrong)
		}
	}
}

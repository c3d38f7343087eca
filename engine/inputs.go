package engine

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/spec"
)

// ReadInputs reads what shapes the containers of a project and stands in none of
// its files. The list has the files that cannot be read or used, each at the
// place that names it.
func (e *Engine) ReadInputs(p *compose.Project) (spec.Inputs, diag.List) {
	in := spec.Inputs{Files: map[string][]byte{}}
	var problems diag.List
	for _, name := range p.ServiceNames() {
		for _, file := range spec.FilesOf(p, p.Services[name]) {
			if _, known := in.Files[file.Path]; known {
				continue
			}
			content, err := readInput(file)
			if err != nil {
				problems.Add(diag.Diagnostic{Pos: file.Pos, Summary: err.Error(), Hint: "paths start at the project's folder"})
			}
			in.Files[file.Path] = content
		}
	}
	var err error
	if in.Proxy, err = build.Proxy(e.Host()); err != nil {
		problems.Add(diag.Diagnostic{Severity: diag.Warning, Summary: err.Error(), Hint: "containers get no proxy settings from it"})
	}
	if path, ok := strings.CutPrefix(e.Host(), "unix://"); ok {
		in.Socket = path
	}
	return in, problems
}

func readInput(file spec.File) ([]byte, error) {
	content, err := os.ReadFile(file.Path)
	if err != nil {
		return nil, fmt.Errorf("the %s cannot be read: %w", file.Kind, err)
	}
	if !json.Valid(content) {
		return nil, fmt.Errorf("the %s %s is not valid JSON", file.Kind, file.Path)
	}
	return content, nil
}

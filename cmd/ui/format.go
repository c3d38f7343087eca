package ui

import (
	"fmt"
	"io"
	"strings"
	"text/template"

	"github.com/docker/cli/templates"
)

// Listing is a kind of rows that commands list: T's fields are the keys of
// their JSON and what templates may name. A field's tag header is its title in
// the table of a template; without one that is its name in capitals.
type Listing[T any] struct {
	table func(rows []T) Table
	json  form // what docker compose calls json: formLines or formArray
}

// Format is the value of --format.
type Format struct {
	form     form
	template *template.Template // of formTemplate and formColumns
}

type form uint8

const (
	formTable    form = iota
	formLines         // an object a line
	formArray         // one array of objects
	formTemplate      // a text a row
	formColumns       // a table of a template: cells that tabs part
)

// Parse reads a value of --format. A template that names what is not there is
// told before anything is listed.
func (l Listing[T]) Parse(text string) (Format, error) {
	switch text {
	case "", "table", "pretty":
		return Format{}, nil
	case "json":
		return Format{form: l.json}, nil
	case "json-array":
		return Format{form: formArray}, nil
	}
	f := Format{form: formTemplate}
	text = strings.NewReplacer(`\t`, "\t", `\n`, "\n").Replace(text) // as people write them in a shell
	if columns, ok := strings.CutPrefix(text, "table "); ok {
		f.form, text = formColumns, strings.TrimSpace(columns)
	}
	if !strings.Contains(text, "{{") {
		return Format{}, fmt.Errorf("%q is not a format; write table, json, json-array, or a Go template such as %s", text, l.example())
	}
	var err error
	if f.template, err = templates.Parse(text); err != nil {
		return Format{}, fmt.Errorf("--format: %s", strings.TrimPrefix(err.Error(), "template: "))
	}
	var none T
	if err := f.template.Execute(io.Discard, none); err != nil && strings.Contains(err.Error(), "can't evaluate field") {
		return Format{}, l.explain(err)
	}
	return f, nil
}

// Write writes rows.
func (l Listing[T]) Write(out *Terminal, f Format, rows []T) error {
	switch f.form {
	case formLines:
		return writeLines(out, rows)
	case formArray:
		return writeArray(out, rows)
	}
	lines, err := l.lines(f, rows, out.Style())
	if err != nil || len(lines) == 0 {
		return err
	}
	_, err = io.WriteString(out, strings.Join(lines, "\n")+"\n")
	return err
}

// lines gives what a person reads of rows: the lines of a table, or of texts.
func (l Listing[T]) lines(f Format, rows []T, style Style) ([]string, error) {
	switch f.form {
	case formTemplate:
		return l.texts(f.template, rows)
	case formColumns:
		t, err := l.columns(f.template, rows)
		if err != nil {
			return nil, err
		}
		return t.lines(style), nil
	}
	return l.table(rows).lines(style), nil
}

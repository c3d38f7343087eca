package ui

import (
	"errors"
	"fmt"
	"io"
	"reflect"
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
		return t.lines(style), err
	}
	return l.table(rows).lines(style), nil
}

// texts gives the lines that a template makes of rows.
func (l Listing[T]) texts(t *template.Template, rows []T) (lines []string, err error) {
	for _, row := range rows {
		var text strings.Builder
		if err := t.Execute(&text, row); err != nil {
			return nil, l.explain(err)
		}
		for line := range strings.SplitSeq(text.String(), "\n") {
			lines = append(lines, cleanCells(line))
		}
	}
	return lines, nil
}

// columns gives the table of a template.
func (l Listing[T]) columns(t *template.Template, rows []T) (Table, error) {
	head, err := t.Clone()
	if err != nil {
		return Table{}, err
	}
	var titles strings.Builder
	if err := head.Funcs(templates.HeaderFunctions).Execute(&titles, l.headers()); err != nil {
		return Table{}, l.explain(err)
	}
	lines, err := l.texts(t, rows)
	table := Table{Header: strings.Split(titles.String(), "\t"), Least: 10}
	for _, line := range lines {
		table.add(strings.Split(line, "\t"))
	}
	return table, err
}

// headers is what stands for a row in the first line of a table.
type headers map[string]string

// Label is the title of a label's column: the last part of its name.
func (headers) Label(name string) string {
	return strings.ToUpper(name[strings.LastIndexByte(name, '.')+1:])
}

func (l Listing[T]) headers() headers {
	out := headers{}
	for _, field := range l.fields() {
		out[field.Name] = strings.ToUpper(field.Name)
		if title := field.Tag.Get("header"); title != "" {
			out[field.Name] = title
		}
	}
	return out
}

func (Listing[T]) fields() []reflect.StructField { return reflect.VisibleFields(reflect.TypeFor[T]()) }

// example is a template that this listing knows.
func (l Listing[T]) example() string { return "{{." + l.fields()[0].Name + "}}" }

// explain says of an error of a template what could be written.
func (l Listing[T]) explain(err error) error {
	_, rest, unknown := strings.Cut(err.Error(), "can't evaluate field ")
	name, _, _ := strings.Cut(rest, " ")
	if !unknown {
		_, rest, _ := strings.Cut(err.Error(), ": executing ")
		return errors.New("--format: cannot execute " + rest)
	}
	var names []string
	for _, field := range l.fields() {
		if field.Tag.Get("json") != "-" {
			names = append(names, field.Name)
		}
	}
	return fmt.Errorf("--format: there is no .%s; there are .%s", name, strings.Join(names, ", ."))
}

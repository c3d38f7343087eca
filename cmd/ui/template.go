package ui

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"text/template"

	"github.com/docker/cli/templates"
)

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

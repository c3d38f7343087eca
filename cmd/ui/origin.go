package ui

import (
	"io"
	"strings"

	"gocompose/compose"
)

// Origins writes where each value came from: its path, the value, its place, and
// the variables that had a say in it. In a window that is too narrow for a
// table a value has two lines.
func Origins(w io.Writer, origins []compose.Origin, style Style) error {
	t := Table{Header: []string{"ATTRIBUTE", "VALUE", "PLACE", "FROM"}, Least: 10, Shrink: []int{1}}
	for _, o := range origins {
		var from []string
		for _, f := range o.Filled {
			from = append(from, f.Name+": "+filling(f))
		}
		t.Rows = append(t.Rows, []string{strings.Join(o.Path, "."), o.Value, place(o.Pos), strings.Join(from, ", ")})
	}
	if t = t.cleaned(); !style.bounded() || total(t.fit(style)) <= style.Width {
		return t.Write(w, style)
	}
	var b strings.Builder
	for _, row := range t.Rows {
		b.WriteString(style.cut(style.bold(row[0])+" "+row[1]) + "\n")
		b.WriteString(lines(style.hang(strings.TrimRight(row[2]+"   "+row[3], " "), 4)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// filling says what stood in for a variable.
func filling(f compose.Fill) string {
	if f.From == compose.FromEnvFile {
		return place(f.Pos)
	}
	return f.From.String()
}

// OriginSchema names the JSON form of origins.
const OriginSchema = "gocompose.origin/v1"

type jsonOrigin struct {
	Path     []string   `json:"path"` // indexes of lists are decimal
	Value    string     `json:"value"`
	Pos      *jsonPos   `json:"pos,omitempty"`
	Template string     `json:"template,omitempty"` // where it differs from the value
	From     []jsonFill `json:"from,omitempty"`
}

type jsonFill struct {
	Variable string   `json:"variable"`
	Source   string   `json:"source"` // see sourceIDs
	Pos      *jsonPos `json:"pos,omitempty"`
	Value    string   `json:"value"`
}

// OriginJSON writes where each value came from as one document.
func OriginJSON(w io.Writer, origins []compose.Origin) error {
	rows := make([]jsonOrigin, len(origins))
	for i, o := range origins {
		rows[i] = jsonOrigin{Path: o.Path, Value: o.Value, Pos: positionOf(o.Pos)}
		if o.Template != o.Value {
			rows[i].Template = o.Template
		}
		for _, f := range o.Filled {
			rows[i].From = append(rows[i].From, jsonFill{f.Name, sourceIDs[f.From], positionOf(f.Pos), f.Value})
		}
	}
	return writeDocument(w, struct {
		Schema string       `json:"schema"`
		Values []jsonOrigin `json:"values"`
	}{OriginSchema, rows})
}

// sourceIDs is what the sources of variables are called in JSON.
var sourceIDs = map[compose.Source]string{
	compose.FromNowhere: "unset", compose.FromProcess: "process", compose.FromEnvFile: "env-file", compose.FromDefault: "default",
	compose.FromProjectName: "project-name", compose.FromAttribute: "environment", compose.FromServiceEnvFile: "service-env-file",
}

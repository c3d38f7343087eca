package ui

import (
	"io"
	"strings"

	"gocompose/compose"
)

// Candidates are the values that variables could have, in order of precedence
// within each name.
type Candidates struct {
	Service string              // whose containers get the variables; empty where ${…} does
	Values  []compose.Candidate // what could count there
	Others  []compose.Candidate // of a service: what only ${…} could see
}

// Write writes a line for each candidate: the name once, the value, whether it
// wins, what has it and where.
func (c Candidates) Write(w io.Writer, style Style) error {
	rows := c.rows()
	widths := make([]int, 3)
	for _, row := range rows {
		for i := range widths {
			widths[i] = max(widths[i], width(row[i]))
		}
	}
	var b strings.Builder
	for i, row := range rows {
		name := pad(row[0], widths[0])
		if i > 0 && rows[i-1][0] == row[0] {
			name = strings.Repeat(" ", widths[0])
		}
		wins := pad("", 4)
		if row[4] != "" {
			wins = style.good(row[4])
		}
		line := name + "   " + pad(row[1], min(widths[1], widestValue)) + "   " + wins + "   " + pad(row[2], widths[2]) + "   " + row[3]
		b.WriteString(style.cut(strings.TrimRight(line, " ")) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// widestValue is the columns that a column of values has at most; longer ones
// push the rest of their lines to the right.
const widestValue = 32

// rows gives name, value, source, place and "wins" or nothing.
func (c Candidates) rows() (rows [][5]string) {
	for i, list := range [][]compose.Candidate{c.Values, c.Others} {
		for _, v := range list {
			row := [5]string{clean(v.Name), valueText(v.Value), c.source(v.From), place(v.Pos), ""}
			switch {
			case i == 1:
				row[2] += " (only for ${…})"
			case v.From == compose.FromNowhere:
				row[1], row[2] = "(unset)", ""
			case v.Wins:
				row[4] = "wins"
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (c Candidates) source(s compose.Source) string {
	switch s {
	case compose.FromAttribute:
		return "environment of " + c.Service
	case compose.FromServiceEnvFile:
		return "env_file of " + c.Service
	}
	return s.String()
}

func valueText(value string) string {
	if value == "" {
		return "(empty)"
	}
	return clean(value)
}

// CandidatesSchema names the JSON form of Candidates.
const CandidatesSchema = "gocompose.env/v1"

type jsonCandidate struct {
	Name  string   `json:"name"`
	Value string   `json:"value"`
	Wins  bool     `json:"wins"`
	For   string   `json:"for"`  // templates or container
	From  string   `json:"from"` // see sourceIDs
	Pos   *jsonPos `json:"pos,omitempty"`
}

// JSON writes the candidates as one document.
func (c Candidates) JSON(w io.Writer) error {
	scope := "templates"
	if c.Service != "" {
		scope = "container"
	}
	rows := []jsonCandidate{}
	for _, v := range c.Values {
		rows = append(rows, jsonCandidate{v.Name, v.Value, v.Wins, scope, sourceIDs[v.From], positionOf(v.Pos)})
	}
	for _, v := range c.Others {
		rows = append(rows, jsonCandidate{v.Name, v.Value, false, "templates", sourceIDs[v.From], positionOf(v.Pos)})
	}
	return writeDocument(w, struct {
		Schema     string          `json:"schema"`
		Service    string          `json:"service,omitempty"`
		Candidates []jsonCandidate `json:"candidates"`
	}{CandidatesSchema, c.Service, rows})
}

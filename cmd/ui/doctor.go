package ui

import (
	"cmp"
	"io"
	"strings"

	"gocompose/compose/diag"
)

// DoctorCheck is one subject that doctor looked at.
type DoctorCheck struct {
	Name     string          `json:"name"`
	State    string          `json:"state"` // ok, advice, warning or error
	Summary  string          `json:"summary,omitempty"`
	Findings []DoctorFinding `json:"findings"`
}

// DoctorFinding is one thing that could be mended.
type DoctorFinding struct {
	Severity string   `json:"severity"` // advice, warning or error
	Summary  string   `json:"summary"`
	Pos      diag.Pos `json:"-"`
	Place    *jsonPos `json:"pos,omitempty"` // set by DoctorJSON
	Hint     string   `json:"hint,omitempty"`
	Command  string   `json:"command,omitempty"` // as it is to be pasted
}

// doctorColumn is where a check's text begins.
const doctorColumn = 18

// Doctor writes a line for each check, below it what was found, and a last line with the outcome.
func Doctor(w io.Writer, checks []DoctorCheck, style Style) error {
	var b strings.Builder
	for _, c := range checks {
		head := style.doctorMark(c.State) + " " + pad(clean(c.Name), doctorColumn-2)
		text := style.hang(clean(c.Summary), doctorColumn)
		text[0] = head + strings.TrimLeft(text[0], " ")
		b.WriteString(lines(text))
		for _, f := range c.Findings {
			b.WriteString(lines(style.doctorFinding(f)))
		}
	}
	b.WriteString("\n" + lines(style.wrap(doctorOutcome(checks), 0)))
	_, err := io.WriteString(w, b.String())
	return err
}

func (s Style) doctorMark(state string) string {
	switch state {
	case "error":
		return s.bad("✘")
	case "warning":
		return s.warn("!")
	case "advice":
		return s.active("·")
	}
	return s.good("✔")
}

// doctorFinding gives the lines of one finding. A command is never broken, so
// that it can be copied.
func (s Style) doctorFinding(f DoctorFinding) []string {
	text := clean(f.Summary)
	if f.Hint != "" {
		text += "; " + clean(f.Hint)
	}
	if !f.Pos.IsZero() {
		text = place(f.Pos) + ": " + text
	}
	const indent = 4
	out := s.hang(text, indent)
	out[0] = "  " + s.doctorMark(f.Severity) + " " + strings.TrimLeft(out[0], " ")
	if f.Command != "" {
		out = append(out, strings.Repeat(" ", indent+2)+s.bold(clean(f.Command)))
	}
	return out
}

// doctorOutcome gives "2 errors, 1 warning"; what is only advice leaves all well.
func doctorOutcome(checks []DoctorCheck) string {
	counts := doctorCounts(checks)
	var parts []string
	for _, severity := range []string{"error", "warning"} {
		if counts[severity] > 0 {
			parts = append(parts, count(counts[severity], severity))
		}
	}
	text := cmp.Or(strings.Join(parts, " and "), "all is well")
	if n := counts["advice"]; n > 0 {
		text += ", with " + count(n, "thing") + " that could be better"
	}
	return text
}

func doctorCounts(checks []DoctorCheck) map[string]int {
	counts := map[string]int{}
	for _, c := range checks {
		for _, f := range c.Findings {
			counts[f.Severity]++
		}
	}
	return counts
}

// DoctorSchema names the JSON form of all checks.
const DoctorSchema = "gocompose.doctor/v1"

// DoctorJSON writes all checks as one document.
func DoctorJSON(w io.Writer, checks []DoctorCheck) error {
	counts := doctorCounts(checks)
	all := struct {
		Schema   string        `json:"schema"`
		OK       bool          `json:"ok"` // no errors
		Errors   int           `json:"errors"`
		Warnings int           `json:"warnings"`
		Advice   int           `json:"advice"`
		Checks   []DoctorCheck `json:"checks"`
	}{DoctorSchema, counts["error"] == 0, counts["error"], counts["warning"], counts["advice"], []DoctorCheck{}}
	for _, c := range checks {
		findings := make([]DoctorFinding, len(c.Findings))
		for i, f := range c.Findings {
			f.Place = positionOf(f.Pos)
			findings[i] = f
		}
		c.Findings = findings
		all.Checks = append(all.Checks, c)
	}
	return writeDocument(w, all)
}

package ui

import (
	"io"
	"strings"

	"gocompose/engine/plan"
)

// PlanSchema names the JSON form of a plan.
const PlanSchema = "gocompose.plan/v1"

type jsonPlan struct {
	Schema   string           `json:"schema"`
	Project  string           `json:"project"`
	Empty    bool             `json:"empty"`    // nothing to change
	Services []jsonService    `json:"services"` // that the steps and what is kept are about
	Steps    []jsonStep       `json:"steps"`
	Kept     []jsonContainer  `json:"kept"`
	Orphans  []jsonContainer  `json:"orphans"`
	Notes    []jsonDiagnostic `json:"notes,omitempty"`
}

type jsonStep struct {
	Key      string       `json:"key"`
	Op       string       `json:"op"` // recreate, else the verb of an Act
	Resource jsonResource `json:"resource"`
	Service  string       `json:"service,omitempty"` // whose container or image it is
	Reason   string       `json:"reason,omitempty"`
	Pos      *jsonPos     `json:"pos,omitempty"`
	Because  []jsonReason `json:"because,omitempty"`
	Needs    []string     `json:"needs"`             // keys of the steps that must be done before
	Follows  []string     `json:"follows,omitempty"` // keys of the steps that come before, done or not
}

type jsonResource struct {
	Kind string `json:"kind"` // image, network, volume or container
	Name string `json:"name"`
}

type jsonReason struct {
	Reason string   `json:"reason"`
	Pos    *jsonPos `json:"pos,omitempty"`
}

type jsonContainer struct {
	Name    string `json:"name"`
	Service string `json:"service"`
}

// PlanJSON writes a plan as one JSON object, indented by two blanks.
func PlanJSON(w io.Writer, p *plan.Plan) error {
	out := jsonPlan{Schema: PlanSchema, Project: p.Project, Empty: p.Empty(),
		Services: []jsonService{}, Steps: []jsonStep{}, Kept: []jsonContainer{}, Orphans: []jsonContainer{}}
	for _, i := range p.Interruptions() {
		out.Services = append(out.Services, serviceOf(p, i))
	}
	for _, s := range p.Steps {
		out.Steps = append(out.Steps, stepOf(p, s))
	}
	for _, k := range p.Kept {
		out.Kept = append(out.Kept, jsonContainer(k))
	}
	for _, c := range p.Orphans {
		out.Orphans = append(out.Orphans, jsonContainer{c.Name, c.Service})
	}
	for _, d := range append(p.Notes.Warnings(), p.Notes.Errors()...) {
		out.Notes = append(out.Notes, diagnosticOf(d))
	}
	return writeDocument(w, out)
}

func stepOf(p *plan.Plan, s plan.Step) jsonStep {
	label := s.Op.Label()
	j := jsonStep{
		Key: p.Hide(s.Key), Op: verbOf(s.Op), Resource: jsonResource{strings.ToLower(label.Kind), p.Hide(label.Name)}, Service: label.Service,
		Reason: s.Reason.Text, Pos: positionOf(s.Reason.Pos), Needs: []string{},
	}
	for _, need := range s.Needs {
		j.Needs = append(j.Needs, p.Hide(need))
	}
	for _, k := range s.Follows {
		j.Follows = append(j.Follows, p.Hide(k))
	}
	for _, b := range s.Reason.Because {
		j.Because = append(j.Because, flatReasons(b)...)
	}
	return j
}

func flatReasons(r plan.Reason) []jsonReason {
	out := []jsonReason{{r.Text, positionOf(r.Pos)}}
	for _, b := range r.Because {
		out = append(out, flatReasons(b)...)
	}
	return out
}

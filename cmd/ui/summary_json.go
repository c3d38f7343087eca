package ui

import "io"

// SummarySchema names the JSON form of a Summary.
const SummarySchema = "gocompose.summary/v1"

type jsonSummary struct {
	Schema    string          `json:"schema"`
	Project   string          `json:"project"`
	OK        bool            `json:"ok"`
	Text      []string        `json:"text"` // the lines that people see
	Services  []string        `json:"services"`
	Failed    []string        `json:"failed"`
	Blocked   []string        `json:"blocked"`
	Outcomes  []jsonOutcome   `json:"outcomes,omitempty"` // of each service, where something is brought up
	Took      float64         `json:"took"`               // seconds
	Published []jsonPublished `json:"published"`
}

type jsonOutcome struct {
	Service string `json:"service"`
	Outcome string `json:"outcome"`      // unchanged, done, ready, started, created, left, blocked or failed
	By      string `json:"by,omitempty"` // what failed, of a blocked one
	Why     string `json:"why,omitempty"`
}

type jsonPublished struct {
	Container string `json:"container"`
	URL       string `json:"url"`
}

func (s Summary) finishJSON(w io.Writer, end Ending) error {
	out := jsonSummary{
		Schema: SummarySchema, Project: s.Plan.Project, OK: len(s.Failed) == 0 && !s.Interrupted, Text: s.Words(end),
		Services: list(s.Services), Failed: list(s.Failed), Blocked: list(s.Blocked),
		Took: float64(end.Took.Milliseconds()) / 1000, Published: []jsonPublished{},
	}
	if end.Goal.bringsUp() {
		for _, r := range s.results() {
			out.Outcomes = append(out.Outcomes, jsonOutcome{Service: r.service, Outcome: r.outcome.String(), By: r.by, Why: r.why})
		}
	}
	for _, p := range end.Published {
		out.Published = append(out.Published, jsonPublished(p))
	}
	return newJSONLines(w).Encode(out)
}

// list is [] in JSON where there is nothing.
func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

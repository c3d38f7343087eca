package enginetest

import (
	"encoding/json"
	"net/http"
)

// progressLine is one line of a pull's or a build's answer, its fields in the engine's order.
type progressLine struct {
	Stream      string         `json:"stream,omitempty"`
	Status      string         `json:"status,omitempty"`
	Detail      *progressValue `json:"progressDetail,omitempty"`
	Progress    string         `json:"progress,omitempty"`
	ID          string         `json:"id,omitempty"`
	ErrorDetail *errorDetail   `json:"errorDetail,omitempty"`
	Error       string         `json:"error,omitempty"`
	Aux         *imageID       `json:"aux,omitempty"`
}

type progressValue struct {
	Current int64 `json:"current,omitempty"`
	Total   int64 `json:"total,omitempty"`
}

type errorDetail struct {
	Code    int    `json:"code,omitempty"`
	Message string `json:"message"`
}

type imageID struct{ ID string }

// progressWriter sends lines as they come; each ends as the engine's do.
type progressWriter struct{ w http.ResponseWriter }

func (p progressWriter) send(line progressLine) {
	raw, _ := json.Marshal(line)
	p.w.Write(append(raw, '\r', '\n'))
	http.NewResponseController(p.w).Flush()
}

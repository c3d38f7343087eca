package ui

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// ProgressSchema names the JSON form of a change.
const ProgressSchema = "gocompose.progress/v1"

// jsonChange has docker compose's keys; schema, reason, pos and error's
// message beside it are our own.
type jsonChange struct {
	Schema  string   `json:"schema"`
	ID      string   `json:"id"`                  // "Container shop-web-1", or a layer's
	Parent  string   `json:"parent_id,omitempty"` // "Image redis:7" of a layer
	Status  string   `json:"status"`
	Text    string   `json:"text,omitempty"`    // Creating, Created, …
	Details string   `json:"details,omitempty"` // a line of a build's log, what is waited for
	Current int64    `json:"current,omitempty"` // bytes
	Total   int64    `json:"total,omitempty"`   // bytes
	Percent int      `json:"percent,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Pos     *jsonPos `json:"pos,omitempty"`
	Error   bool     `json:"error,omitempty"`
	Message string   `json:"message,omitempty"`
	Failure *trouble `json:"failure,omitempty"`
}

type jsonFace struct{ out *json.Encoder }

func (j *jsonFace) show(t *tracker, c change, e engine.Event) {
	r := c.row
	out := jsonChange{Schema: ProgressSchema, ID: r.Kind + " " + r.Name, Status: statusOf(r), Text: r.Word}
	switch {
	case e.Phase == engine.Undone:
		out.Text, out.Status, out.Details = "Undone", "Warning", r.undone
	case c.word && r.State == Broken:
		why := r.trouble()
		out.Error, out.Message, out.Failure = true, r.hide(r.Err.Error()), &why
		if errors.Is(r.Err, context.Canceled) {
			out.Message = why.Cause
		}
	case c.word:
		out.Details, out.Reason, out.Pos = r.Detail, e.Reason.Text, positionOf(e.Reason.Pos)
	case c.build != "":
		out.Details = c.build
	case e.Phase == engine.Progress && e.Label.Act == plan.ActHook:
		out.Details = r.hide(e.Text)
	case e.Phase == engine.Progress && (e.Label.Act == plan.ActPull || e.Label.Act == plan.ActPush):
		out.layer(e)
	default:
		return
	}
	j.out.Encode(out)
}

// layer tells of one layer of an image, as docker compose does.
func (c *jsonChange) layer(e engine.Event) {
	c.Parent = c.ID
	c.ID, c.Text, _ = strings.Cut(e.Text, " ")
	c.Current, c.Total = e.Current, e.Total
	if e.Total > 0 {
		c.Percent = int(min(e.Current*100/e.Total, 100))
	}
}

func (j *jsonFace) tick(*tracker, time.Time) {}
func (j *jsonFace) end(*tracker)             {}

// statusOf gives docker compose's four states.
func statusOf(r *Row) string {
	switch r.State {
	case Broken:
		return "Error"
	case Blocked:
		return "Warning"
	case Finished, Waiting:
		return "Done"
	}
	return "Working"
}

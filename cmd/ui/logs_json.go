package ui

import (
	"time"

	"gocompose/engine/split"
)

// LogSchema names the JSON form of a log line.
const LogSchema = "gocompose.log/v1"

// jsonLogLine is a line of a log, or a piece of a long one.
type jsonLogLine struct {
	Schema    string    `json:"schema"`
	Time      time.Time `json:"time"`
	Service   string    `json:"service"`
	Container string    `json:"container"`
	Number    int       `json:"number"`
	Stream    string    `json:"stream"`
	Text      string    `json:"text"`
	Continues bool      `json:"continues,omitempty"` // the line of the object before, of this stream and container
}

func (l *logLines) emitJSON(p split.Piece) {
	if p.Continues && len(p.Text) == 0 {
		return
	}
	c := l.stream.container
	page := l.page()
	_ = newJSONLines(appender{page}).Encode(jsonLogLine{ // into memory
		Schema: LogSchema, Time: l.time.UTC(), Service: c.Service, Container: c.Name, Number: c.Number,
		Stream: l.source.String(), Text: string(p.Text), Continues: p.Continues,
	})
}

// appender writes to the end of a page.
type appender struct{ *logPage }

func (a appender) Write(p []byte) (int, error) {
	a.text = append(a.text, p...)
	return len(p), nil
}

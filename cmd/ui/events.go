package ui

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"gocompose/engine"
)

// jsonHappening has the keys of docker compose, in its order.
type jsonHappening struct {
	Action     string            `json:"action"`
	Attributes map[string]string `json:"attributes"`
	ID         string            `json:"id"`
	Service    string            `json:"service"`
	Time       time.Time         `json:"time"`
	Type       string            `json:"type"`
}

// EventJSON writes an event as an object in a line, as docker compose does.
func EventJSON(w io.Writer, h engine.Happening) error {
	return newJSONLines(w).Encode(jsonHappening{h.Action, h.Attributes, h.ID, h.Service, h.Time, h.Type})
}

// EventLine writes an event as docker compose does; the attributes are sorted.
func EventLine(w io.Writer, h engine.Happening) error {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(h.Attributes)) {
		pairs = append(pairs, clean(name+"="+h.Attributes[name]))
	}
	_, err := fmt.Fprintf(w, "%s %s %s %s (%s)\n", h.Time.Format("2006-01-02 15:04:05.000000"), h.Type, clean(h.Action), clean(h.ID), strings.Join(pairs, ", "))
	return err
}

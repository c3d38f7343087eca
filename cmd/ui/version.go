package ui

import "io"

// VersionRow is what version tells, with docker compose's key first.
type VersionRow struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go,omitempty"`
}

// VersionJSON writes it as one object.
func VersionJSON(w io.Writer, row VersionRow) error { return newJSONLines(w).Encode(row) }

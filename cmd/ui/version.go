package ui

import "io"

// VersionRow is what version tells, by docker compose's key.
type VersionRow struct {
	Version string `json:"version"`
}

// VersionJSON writes it as one object.
func VersionJSON(w io.Writer, row VersionRow) error { return newJSONLines(w).Encode(row) }

package ui

import (
	"encoding/json"
	"io"
	"strconv"
)

// PsRow is one container of ps, with the keys of docker compose's ps --format json.
type PsRow struct {
	Command      string
	CreatedAt    string // "2026-11-22 13:33:16 +0000 UTC"
	ExitCode     int
	Health       string // "", starting, healthy or unhealthy
	ID           string // 12 hex digits
	Image        string
	Labels       string // "k=v,k=v", sorted
	LocalVolumes string // a number
	Mounts       string // names, joined by commas
	Name         string
	Names        string
	Networks     string // names, joined by commas
	Ports        string // "0.0.0.0:8080->80/tcp, …"
	Project      string
	Publishers   []Publisher
	RunningFor   string // "2 minutes ago"
	Service      string
	Size         string
	State        string
	Status       string // "Up 2 minutes (healthy)"
	Schema       string `json:"schema"` // set by PsJSON
}

// Publisher is one port of a container; PublishedPort 0 is not published.
type Publisher struct {
	URL           string
	TargetPort    uint16
	PublishedPort uint16
	Protocol      string
}

// PsSchema names the JSON form of PsRow.
const PsSchema = "gocompose.ps/v1"

// PsTable gives the table of ps.
func PsTable(rows []PsRow) Table {
	t := Table{
		Header: []string{"NAME", "IMAGE", "COMMAND", "SERVICE", "CREATED", "STATUS", "PORTS"},
		Least:  10,
		Shrink: []int{2, 1},
		Give:   []int{2, 4, 3, 1},
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, []string{r.Name, r.Image, r.Command, r.Service, r.RunningFor, r.Status, r.Ports})
	}
	return t
}

// PsJSON writes rows as docker compose does, one object a line.
func PsJSON(w io.Writer, rows []PsRow) error {
	out := newJSONLines(w)
	for _, r := range psRows(rows) {
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// PsJSONArray writes rows as one array.
func PsJSONArray(w io.Writer, rows []PsRow) error { return writeArray(w, psRows(rows)) }

func psRows(rows []PsRow) []PsRow {
	out := make([]PsRow, len(rows))
	for i, r := range rows {
		if r.Publishers == nil {
			r.Publishers = []Publisher{}
		}
		r.Schema = PsSchema
		out[i] = r
	}
	return out
}

// LsRow is one project of ls, with docker compose's keys.
type LsRow struct {
	Name        string
	Status      string // "exited(1), running(2)"
	ConfigFiles string // joined by commas
}

// LsTable gives the table of ls.
func LsTable(rows []LsRow) Table {
	t := Table{Header: []string{"NAME", "STATUS", "CONFIG FILES"}, Least: 20}
	for _, r := range rows {
		t.Rows = append(t.Rows, []string{r.Name, r.Status, r.ConfigFiles})
	}
	return t
}

// LsJSON writes rows as docker compose does, as one array.
func LsJSON(w io.Writer, rows []LsRow) error { return writeArray(w, rows) }

// VersionRow is what version tells, with docker compose's key first.
type VersionRow struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go,omitempty"`
}

// VersionJSON writes it as one object.
func VersionJSON(w io.Writer, row VersionRow) error { return newJSONLines(w).Encode(row) }

// writeArray writes [] rather than null for no rows.
func writeArray[T any](w io.Writer, rows []T) error {
	if rows == nil {
		rows = []T{}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// HistoryRow is one recorded version of rollback --list.
type HistoryRow struct {
	Number   int
	Recorded string // "2026-11-28 20:15:00"
	Changed  string // services, joined by ", "
	Running  string // those of them that still are what they became
}

// HistoryTable gives the table of rollback --list.
func HistoryTable(rows []HistoryRow) Table {
	t := Table{Header: []string{"VERSION", "RECORDED", "RUNNING", "CHANGED"}, Least: 10}
	for _, r := range rows {
		t.Rows = append(t.Rows, []string{strconv.Itoa(r.Number), r.Recorded, r.Running, r.Changed})
	}
	return t
}

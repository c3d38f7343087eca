package ui

import "strconv"

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

package ui

import (
	"slices"

	"gocompose/engine"
)

// TopTable gives the table of the processes in containers. Engines name the columns;
// CMD is the last, wherever they have it.
func TopTable(all []engine.Processes) Table {
	t := Table{Header: []string{"SERVICE", "#"}}
	for _, p := range all {
		for _, title := range p.Titles {
			if !slices.Contains(t.Header, title) {
				t.Header = append(t.Header, title)
			}
		}
	}
	if i := slices.Index(t.Header, "CMD"); i >= 0 {
		t.Header = append(slices.Delete(t.Header, i, i+1), "CMD")
	}
	for i, title := range t.Header {
		if slices.Contains([]string{"PPID", "C", "STIME", "TTY", "TIME"}, title) {
			t.Give = append(t.Give, i)
		}
	}
	for _, p := range all {
		for _, process := range p.Rows {
			t.Rows = append(t.Rows, topRow(t.Header, p, process))
		}
	}
	return t
}

// topRow puts a process's cells below their titles.
func topRow(header []string, p engine.Processes, process []string) []string {
	cells := map[string]string{"SERVICE": p.Service, "#": p.Number}
	for i, title := range p.Titles {
		cells[title] = process[i]
	}
	row := make([]string, len(header))
	for i, title := range header {
		row[i] = "-"
		if cell, ok := cells[title]; ok {
			row[i] = cell
		}
	}
	return row
}

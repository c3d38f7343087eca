package ui

import (
	"fmt"

	"github.com/docker/go-units"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// StatsRow is what one container uses, with docker's keys and in its words.
type StatsRow struct {
	BlockIO   string `header:"BLOCK I/O"`
	CPUPerc   string `header:"CPU %"`
	Container string // 12 hex digits
	ID        string `header:"CONTAINER ID"`
	MemPerc   string `header:"MEM %"`
	MemUsage  string `header:"MEM USAGE / LIMIT"`
	Name      string
	NetIO     string `header:"NET I/O"`
	PIDs      string
}

// Stats is what stats lists.
var Stats = Listing[StatsRow]{table: statsTable, json: formLines}

func statsTable(rows []StatsRow) Table {
	t := Table{
		Header: []string{"CONTAINER ID", "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "NET I/O", "BLOCK I/O", "PIDS"},
		Least:  10,
		Give:   []int{0, 7, 6, 5, 4},
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, []string{r.ID, r.Name, r.CPUPerc, r.MemUsage, r.MemPerc, r.NetIO, r.BlockIO, r.PIDs})
	}
	return t
}

// unknown stands for a figure that nobody has.
const unknown = "--"

// StatsRowOf gives the row of a container. What does not run uses nothing that
// could be told.
func StatsRowOf(u engine.Usage) StatsRow {
	row := StatsRow{ID: u.Container.ID, Container: plan.ShortID(u.Container.ID), Name: u.Container.Name,
		BlockIO: unknown, CPUPerc: unknown, MemPerc: unknown, MemUsage: unknown + " / " + unknown, NetIO: unknown, PIDs: unknown}
	if !u.Known {
		return row
	}
	row.CPUPerc = percent(u.CPU)
	row.MemUsage = units.BytesSize(float64(u.Memory)) + " / " + units.BytesSize(float64(u.MemoryLimit))
	if u.MemoryLimit > 0 {
		row.MemPerc = percent(float64(u.Memory) / float64(u.MemoryLimit) * 100)
	}
	row.NetIO = amounts(u.Received, u.Sent)
	row.BlockIO = amounts(u.Read, u.Written)
	row.PIDs = fmt.Sprint(u.Processes)
	return row
}

func percent(v float64) string { return fmt.Sprintf("%.2f%%", v) }

func amounts(in, out uint64) string {
	return units.HumanSizeWithPrecision(float64(in), 3) + " / " + units.HumanSizeWithPrecision(float64(out), 3)
}

package ui

// LsRow is one project of ls, with docker compose's keys.
type LsRow struct {
	Name        string
	Status      string // "exited(1), running(2)"
	ConfigFiles string `header:"CONFIG FILES"` // joined by commas
}

// Ls is what ls lists.
var Ls = Listing[LsRow]{table: lsTable, json: formArray}

func lsTable(rows []LsRow) Table {
	t := Table{Header: []string{"NAME", "STATUS", "CONFIG FILES"}, Least: 20}
	for _, r := range rows {
		t.Rows = append(t.Rows, []string{r.Name, r.Status, r.ConfigFiles})
	}
	return t
}

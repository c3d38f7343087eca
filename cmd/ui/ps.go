package ui

// PsRow is one container of ps, with the keys of docker compose's ps --format json.
type PsRow struct {
	Command      string
	CreatedAt    string `header:"CREATED AT"` // "2026-11-22 13:33:16 +0000 UTC"
	Engine       string // label engine: the name of the engine, where there are several
	ExitCode     int    `header:"EXIT CODE"`
	Health       string // "", starting, healthy or unhealthy
	ID           string `header:"CONTAINER ID"` // 12 hex digits
	Image        string
	Labels       string // "k=v,k=v", sorted
	LocalVolumes string `header:"LOCAL VOLUMES"` // a number
	Mounts       string // names, joined by commas
	Name         string
	Names        string
	Networks     string // names, joined by commas
	Ports        string // "0.0.0.0:8080->80/tcp, …"
	Project      string
	Publishers   []Publisher // not nil
	RunningFor   string      `header:"CREATED"` // "2 minutes ago"
	Service      string
	Size         string
	State        string
	Status       string // "Up 2 minutes (healthy)"
	Schema       string `json:"schema"` // PsSchema

	ByLabel map[string]string `json:"-"`
}

// Label gives the value of a label, for templates.
func (r PsRow) Label(name string) string { return r.ByLabel[name] }

// Publisher is one port of a container; PublishedPort 0 is not published.
type Publisher struct {
	URL           string
	TargetPort    uint16
	PublishedPort uint16
	Protocol      string
}

// PsSchema names the JSON form of PsRow.
const PsSchema = "gocompose.ps/v1"

// Ps is what ps lists.
var Ps = Listing[PsRow]{table: psTable, json: formLines}

func psTable(rows []PsRow) Table {
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

package ui

// VolumeRow is one volume of volumes, with docker's keys. Of volumes of a
// cluster, which Compose files cannot have, Availability, Group and Status tell.
type VolumeRow struct {
	Availability string // "N/A"
	Driver       string
	Group        string // "N/A"
	Labels       string // "k=v,k=v", sorted
	Links        string // "N/A": how many containers use it, which only `docker system df` asks for
	Mountpoint   string
	Name         string `header:"VOLUME NAME"`
	Scope        string
	Size         string // "N/A", likewise
	Status       string // "N/A"

	ByLabel map[string]string `json:"-"`
}

// Label gives the value of a label, for templates.
func (r VolumeRow) Label(name string) string { return r.ByLabel[name] }

// Volumes is what volumes lists.
var Volumes = Listing[VolumeRow]{table: volumesTable, json: formLines}

func volumesTable(rows []VolumeRow) Table {
	t := Table{Header: []string{"DRIVER", "VOLUME NAME"}, Least: 10}
	for _, r := range rows {
		t.Rows = append(t.Rows, []string{r.Driver, r.Name})
	}
	return t
}

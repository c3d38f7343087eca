package ui

import (
	"cmp"
	"time"

	"github.com/docker/go-units"

	"gocompose/engine/plan"
)

// ImageRow is the image of one container of images, with docker compose's keys.
type ImageRow struct {
	ID            string `header:"IMAGE ID"`
	ContainerName string `header:"CONTAINER"`
	Repository    string // empty: the container was made from an id
	Tag           string
	Platform      string     // linux/amd64
	Size          int64      // bytes
	Created       *time.Time `json:",omitempty"` // nil: the image does not say
	LastTagTime   time.Time  `json:",omitzero" header:"LAST TAGGED"`
}

// Images is what images lists.
var Images = Listing[ImageRow]{table: imagesTable, json: formArray}

func imagesTable(rows []ImageRow) Table {
	t := Table{
		Header: []string{"CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED"},
		Least:  20,
		Give:   []int{3, 6, 5},
	}
	for _, r := range rows {
		created := "N/A"
		if r.Created != nil {
			created = units.HumanDuration(time.Since(*r.Created)) + " ago"
		}
		t.Rows = append(t.Rows, []string{r.ContainerName, cmp.Or(r.Repository, "<none>"), cmp.Or(r.Tag, "<none>"), r.Platform,
			plan.ShortID(r.ID), units.HumanSizeWithPrecision(float64(r.Size), 3), created})
	}
	return t
}

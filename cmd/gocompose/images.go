package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
)

func imagesCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "images",
		Usage:     "list the images that the project's containers were made from",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			formatFlag("one array", "{{.Repository}}:{{.Tag}}"),
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "ids only, each once"},
		},
		Action: s.images,
	}
}

func (s *session) images(c *cli.Context) error {
	e, seen, format, err := listing(s, c, ui.Images)
	if err != nil {
		return err
	}
	defer e.Close()
	images, err := e.ImagesOf(c.Context, seen.containers)
	if err != nil {
		return err
	}
	if c.Bool("quiet") {
		return printLines(s, imageIDs(images), func(id string) string { return id })
	}
	rows := make([]ui.ImageRow, len(images))
	for i, x := range images {
		rows[i] = imageRow(x)
	}
	return ui.Images.Write(s.stdout, format, rows)
}

func imageRow(x engine.ContainerImage) ui.ImageRow {
	row := ui.ImageRow{ID: x.ID, ContainerName: x.Container.Name, Repository: x.Repository, Tag: x.Tag, Platform: x.Platform, Size: x.Size, LastTagTime: x.Tagged}
	if !x.Created.IsZero() {
		row.Created = &x.Created
	}
	return row
}

// imageIDs gives the ids without their sha256:, each once.
func imageIDs(images []engine.ContainerImage) (ids []string) {
	for _, x := range images {
		if id := strings.TrimPrefix(x.ID, "sha256:"); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

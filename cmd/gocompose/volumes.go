package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func volumesCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "volumes",
		Usage:     "list the project's volumes, or those that services mount",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			formatFlag("an object a line", "{{.Name}}"),
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "names only"},
		},
		Action: s.volumes,
	}
}

func (s *session) volumes(c *cli.Context) error {
	e, seen, format, err := listing(s, c, ui.Volumes)
	if err != nil {
		return err
	}
	defer e.Close()
	all, err := e.Volumes(c.Context, seen.name)
	if err != nil {
		return err
	}
	if c.NArg() > 0 {
		all = slices.DeleteFunc(all, func(v engine.ListedVolume) bool { return !mounted(v.Name, seen.containers) })
	}
	if c.Bool("quiet") {
		return printLines(s, all, func(v engine.ListedVolume) string { return v.Name })
	}
	rows := make([]ui.VolumeRow, len(all))
	for i, v := range all {
		rows[i] = ui.VolumeRow{Availability: "N/A", Driver: v.Driver, Group: "N/A", Labels: pairs(v.Labels), Links: "N/A",
			Mountpoint: v.Mountpoint, Name: v.Name, Scope: v.Scope, Size: "N/A", Status: "N/A", ByLabel: v.Labels}
	}
	return ui.Volumes.Write(s.stdout, format, rows)
}

// mounted tells whether one of the containers, running or not, mounts a volume.
func mounted(volume string, containers []plan.Container) bool {
	return slices.ContainsFunc(containers, func(x plan.Container) bool {
		return slices.ContainsFunc(x.Mounts, func(m plan.MountPoint) bool { return m.Name == volume })
	})
}

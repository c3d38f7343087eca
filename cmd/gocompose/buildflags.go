package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/docker/go-units"
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/engine"
)

func buildFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "build-arg", Usage: "`NAME=VALUE` of a build argument, over those of the files"},
		&cli.StringFlag{Name: "builder", Usage: "`NAME` of a builder: default only, which is the engine's own", EnvVars: []string{"BUILDX_BUILDER"}},
		&cli.BoolFlag{Name: "check", Usage: "build nothing, and show what is wrong with the Dockerfiles, or unwise"},
		&cli.StringFlag{Name: "memory", Aliases: []string{"m"}, Usage: "`SIZE` of memory that a step may take, such as 512m, with the classic builder"},
		&cli.BoolFlag{Name: "no-cache", Usage: "run every step anew"},
		&cli.BoolFlag{Name: "print", Usage: "build nothing, and write what would be built as docker buildx bake reads it"},
		&cli.StringFlag{Name: "provenance", Usage: "true, false, or attributes such as mode=max, over those of the files"},
		&cli.BoolFlag{Name: "pull", Usage: "fetch newer base images"},
		&cli.BoolFlag{Name: "push", Usage: "send the images to their registries then"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "show failures only"},
		&cli.StringFlag{Name: "sbom", Usage: "true, false, or attributes such as generator=IMAGE, over those of the files"},
		&cli.StringFlag{Name: "ssh", Usage: "`KEY` that steps may use: default, or ID=PATH of a socket or key"},
		&cli.BoolFlag{Name: "with-dependencies", Usage: "build what the services depend on, too"},
		dryRunFlag(),
		&cli.BoolFlag{Name: "compress", Hidden: true},
		&cli.BoolFlag{Name: "force-rm", Hidden: true},
		&cli.BoolFlag{Name: "no-rm", Hidden: true},
		&cli.BoolFlag{Name: "parallel", Hidden: true},
		&cli.StringFlag{Name: "progress", Hidden: true},
	}
}

// buildOptions reads the flags of build.
func (s *session) buildOptions(c *cli.Context) (o engine.BuildOptions, err error) {
	o = engine.BuildOptions{Backend: s.backend(), NoCache: c.Bool("no-cache"), Pull: c.Bool("pull"),
		Provenance: c.String("provenance"), SBOM: c.String("sbom"), SSH: s.sshKey(c.String("ssh"))}
	if o.Args, err = environment(nil, c.StringSlice("build-arg"), here(s.environ)); err != nil {
		return o, err
	}
	if name := c.String("builder"); name != "" && name != "default" {
		return o, usage{fmt.Errorf("%q is a builder of buildx, and gocompose builds in the engine; leave out --builder and BUILDX_BUILDER, or let buildx build what --print writes", name)}
	}
	if size := c.String("memory"); size != "" {
		if o.Memory, err = units.RAMInBytes(size); err != nil {
			return o, usage{fmt.Errorf("%q is no size; write such as 512m or 2g", size)}
		}
	}
	s.warnIgnored(c, "compress", "force-rm", "no-rm", "parallel")
	return o, s.buildMode(c)
}

// buildMode settles how the progress of build is shown. Where nobody says so to
// gocompose, what is said to BuildKit counts.
func (s *session) buildMode(c *cli.Context) (err error) {
	switch {
	case c.Bool("quiet"):
		s.mode = ui.ModeQuiet
	case c.IsSet("progress"):
		s.mode, err = ui.ParseMode(c.String("progress"))
	case s.mode == ui.ModeAuto:
		if s.mode, err = ui.ParseMode(s.getenv("BUILDKIT_PROGRESS")); err != nil {
			err = fmt.Errorf("BUILDKIT_PROGRESS: %w", err)
		}
	}
	return err
}

// sshKey reads the key of --ssh; none where it is empty.
func (s *session) sshKey(text string) []compose.SSHKey {
	if text == "" {
		return nil
	}
	id, path, given := strings.Cut(text, "=")
	if given && !filepath.IsAbs(path) {
		path = filepath.Join(s.global.Dir, path)
	}
	return []compose.SSHKey{{ID: id, Path: path}}
}

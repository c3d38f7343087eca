package main

import (
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/engine/plan"
)

// convergeFlags are those of up and plan.
func convergeFlags() []cli.Flag {
	return append(createFlags("COMPOSE_REMOVE_ORPHANS"),
		&cli.BoolFlag{Name: "no-start", Usage: "create without starting"},
		&cli.BoolFlag{Name: "wait", Usage: "wait until all services run or are healthy; implies -d"},
		&cli.IntFlag{Name: "wait-timeout", Usage: "give the wait up after so many `SECONDS`"},
		&cli.BoolFlag{Name: "no-deps", Usage: "leave what the named services depend on as it is"},
		&cli.BoolFlag{Name: "always-recreate-deps", Usage: "recreate what the named services depend on, too, even where nothing changed"},
		&cli.BoolFlag{Name: "renew-anon-volumes", Aliases: []string{"V"}, Usage: "let containers that are recreated begin with empty anonymous volumes"},
		&cli.BoolFlag{Name: "fail-fast", Usage: "begin nothing more once something has failed; else what does not need it goes on"},
		timeoutFlag(),
	)
}

// createFlags are those of create, which up has, too. orphans are the variables
// that say whether to remove them.
func createFlags(orphans ...string) []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "build", Usage: "build images even where they exist"},
		&cli.BoolFlag{Name: "no-build", Usage: "build nothing, even where an image is missing"},
		&cli.StringFlag{Name: "pull", Usage: "fetch images: always, missing or never; build builds them", DefaultText: "what the files say"},
		&cli.BoolFlag{Name: "quiet-build", Usage: "say only that images are built, not how that goes on"},
		&cli.BoolFlag{Name: "quiet-pull", Usage: "say only that images are fetched, not how far that is"},
		&cli.BoolFlag{Name: "force-recreate", Usage: "recreate containers even where nothing changed"},
		&cli.BoolFlag{Name: "no-recreate", Usage: "leave existing containers as they are"},
		&cli.BoolFlag{Name: "remove-orphans", Usage: "remove containers of services that the files do not define", EnvVars: orphans},
		&cli.StringSliceFlag{Name: "scale", Usage: "`SERVICE=NUMBER` of containers"},
		&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "as in docker compose; nothing is asked here, since no data is lost"},
		dryRunFlag(),
	}
}

func timeoutFlag() cli.Flag {
	return &cli.IntFlag{Name: "timeout", Aliases: []string{"t"}, Usage: "`SECONDS` a container has to stop before it is killed", DefaultText: "its stop_grace_period, else 10"}
}

// timeout gives --timeout; nil where each container's own grace period holds.
func timeout(c *cli.Context) *time.Duration {
	if !c.IsSet("timeout") {
		return nil
	}
	d := time.Duration(c.Int("timeout")) * time.Second
	return &d
}

// clashes finds flags that contradict each other.
func clashes(c *cli.Context) error {
	for _, pair := range [][2]string{{"build", "no-build"}, {"force-recreate", "no-recreate"}, {"always-recreate-deps", "no-recreate"}, {"always-recreate-deps", "no-deps"}, {"wait", "no-start"}} {
		if c.Bool(pair[0]) && c.Bool(pair[1]) {
			return usage{fmt.Errorf("--%s and --%s cannot be combined; leave one out", pair[0], pair[1])}
		}
	}
	switch c.String("pull") {
	case "", "always", "missing", "if_not_present", "never", "build", "policy":
		return nil
	}
	return usage{fmt.Errorf("%q is not a value of --pull; write always, missing, never or build", c.String("pull"))}
}

func imageOptions(c *cli.Context) plan.ImageOptions {
	o := plan.ImageOptions{Pull: c.String("pull"), Now: time.Now()}
	if o.Pull == "policy" { // docker compose's word for what the files say
		o.Pull = ""
	}
	switch {
	case c.Bool("build"):
		o.Build = plan.BuildAlways
	case c.Bool("no-build"):
		o.Build = plan.BuildNever
	}
	return o
}

func (s *session) upOptions(c *cli.Context) plan.UpOptions {
	o := plan.UpOptions{
		Services:      c.Args().Slice(),
		Adopt:         adopts(c),
		RemoveOrphans: c.Bool("remove-orphans"),
		IgnoreOrphans: isTrue(s.getenv("COMPOSE_IGNORE_ORPHANS")),
		NoStart:       c.Bool("no-start"),
		Wait:          c.Bool("wait"),
		RecreateDeps:  c.Bool("always-recreate-deps"),
		RenewVolumes:  c.Bool("renew-anon-volumes"),
		Timeout:       timeout(c),
	}
	switch {
	case c.Bool("force-recreate"):
		o.Recreate = plan.RecreateAlways
	case c.Bool("no-recreate"):
		o.Recreate = plan.RecreateNever
	}
	return o
}

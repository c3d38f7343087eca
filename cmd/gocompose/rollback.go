package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/history"
	"gocompose/engine/plan"
)

const rollbackHelp = `Whenever a command has changed containers and all went well, what the project then is gets
recorded as a version: its services with everything filled in, and the images they run. Rollback
takes services back to the image and configuration of the version before; without names those
that changed last. Once more goes one further back. "up" goes forward again to what the files
say, which "plan" shows before. After an "up" that failed half-way it returns what that has
changed to the last version.

Other services stay as they are. Those that return keep the number of their containers, their
volumes with the data, and the networks as they are now. Secrets and configs that come from files
or variables have their content of today. The old image must still be on the engine, or in the
registry that it came from.

Versions are kept below $XDG_STATE_HOME/gocompose, or ~/.local/state/gocompose: the last 20 of a
project on an engine. Nobody else may read them, for they have the values of variables in them.
"down -v" forgets them.`

func rollbackCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:        "rollback",
		Usage:       "return services to the image and configuration that they had before",
		ArgsUsage:   "[SERVICE...]",
		Description: rollbackHelp,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "list", Usage: "show the recorded versions, the latest first"},
			&cli.IntFlag{Name: "to", Usage: "return to version `NUMBER`; without names all services", DefaultText: "the one before"},
			&cli.BoolFlag{Name: "wait", Usage: "wait until all services run or are healthy"},
			&cli.IntFlag{Name: "wait-timeout", Usage: "give the wait up after so many `SECONDS`"},
			timeoutFlag(),
			dryRunFlag(),
		},
		Action: s.rollback,
	}
}

func (s *session) rollback(c *cli.Context) error {
	switch {
	case c.Bool("list") && c.IsSet("to"):
		return usage{errors.New("--list and --to cannot be combined; leave one out")}
	case c.IsSet("to") && c.Int("to") < 1:
		return usage{fmt.Errorf("%d is no version; the first is 1", c.Int("to"))}
	}
	p, err := s.load()
	if err == nil {
		err = known(c.Args().Slice(), p, nil)
	}
	if err != nil {
		return err
	}
	look := s.looker(c)
	if c.Bool("list") {
		look = s.observe
	}
	e, state, err := look(c.Context, p.Name)
	if err != nil {
		return err
	}
	defer e.Close()
	past, err := s.past(e, p, state)
	switch {
	case err != nil:
		return err
	case c.Bool("list"):
		return ui.HistoryTable(past.rows(c.Args().Slice())).Write(s.stdout, s.stdout.Style())
	}
	conv, err := past.convergence(c, e)
	if err != nil {
		return err
	}
	if !dryRun(c) {
		return conv.bringUp(c.Context)
	}
	plan, err := conv.whole(c.Context)
	if err != nil {
		return err
	}
	return s.preview(c, plan)
}

// past reads the versions of a project.
func (s *session) past(e *engine.Engine, p *compose.Project, state *plan.State) (*past, error) {
	log, err := history.Open(s.getenv, e.Host(), p.Name)
	if err != nil {
		return nil, fmt.Errorf("find the recorded versions: %w", err)
	}
	versions, err := log.Versions()
	if err != nil {
		return nil, fmt.Errorf("read the recorded versions: %w", err)
	}
	return &past{session: s, project: p, state: state, versions: versions}, nil
}

// convergence gives what brings services back.
func (h *past) convergence(c *cli.Context, e *engine.Engine) (*convergence, error) {
	returns, err := h.choose(c.Args().Slice(), c.Int("to"))
	if err != nil {
		return nil, err
	}
	p, err := h.restored(c.Args().Slice(), returns)
	if err != nil {
		return nil, err
	}
	if err := e.Examine(c.Context, p, h.state); err != nil {
		return nil, err
	}
	conv := &convergence{
		session: h.session, engine: e, project: p, state: h.state, origins: map[string]int{},
		images: plan.ImageOptions{Services: h.unready(p, returns), Now: time.Now()},
		up: plan.UpOptions{Services: keys(returns), Recreate: plan.RecreateNamed, IgnoreOrphans: true, Adopt: adopts(c),
			Wait: c.Bool("wait"), Timeout: timeout(c), Returns: map[string]string{}},
		build: engine.BuildOptions{Backend: h.backend()},
		wait:  time.Duration(c.Int("wait-timeout")) * time.Second,
	}
	for service, v := range returns {
		conv.origins[service] = v.Origin(service)
		conv.up.Returns[service] = fmt.Sprintf("rollback to version %d of %s", v.Number, v.Time.Local().Format("2006-01-02 15:04"))
	}
	return conv, nil
}

// unready gives the services that return, and those without a container: the
// images of the others do not matter.
func (h *past) unready(p *compose.Project, returns map[string]history.Version) (names []string) {
	replicas := h.replicas(p)
	for _, name := range p.ServiceNames() {
		if _, returning := returns[name]; returning || replicas[name] == 0 {
			names = append(names, name)
		}
	}
	return names
}

// restored gives the project with the services as they were, in the numbers
// that there are now. With names it has them and what they need only, as up has.
func (h *past) restored(names []string, returns map[string]history.Version) (*compose.Project, error) {
	services := map[string]compose.Earlier{}
	projects := map[int]*compose.Project{}
	var problems diag.List
	for _, service := range keys(returns) {
		v := returns[service]
		if projects[v.Number] == nil {
			old, wrong := h.reload(v)
			if wrong.Err() != nil {
				return nil, wrong
			}
			projects[v.Number] = old
		}
		image, wrong := h.image(service, v, projects[v.Number])
		problems.Add(wrong...)
		services[service] = compose.Earlier{Project: projects[v.Number], Image: image}
	}
	if problems.Err() != nil {
		return nil, problems
	}
	p, problems := h.project.Restored(services)
	if p != nil && problems.Err() == nil {
		p, problems = p.Select(names)
	}
	if err := h.warned(problems); err != nil {
		return nil, err
	}
	p, problems = p.WithScale(h.replicas(p))
	return p, h.warned(problems)
}

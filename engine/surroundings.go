package engine

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/docker/docker/api/types/system"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// surroundings fills in what the plan for a project has to know of the engine's
// host, where that is this machine. Nothing is asked where all ports of the
// project are held by containers and all sources of its binds are there.
func (e *Engine) surroundings(ctx context.Context, p *compose.Project, state *plan.State) error {
	if !strings.HasPrefix(e.Host(), "unix://") {
		return nil
	}
	ports, missing := state.Unheld(p), missingSources(p)
	if len(ports)+len(missing) == 0 {
		return nil
	}
	here, err := e.here(ctx)
	if err != nil || !here {
		return err
	}
	state.Listening, state.Missing = listening("/proc", ports), missing
	return nil
}

// here tells whether the engine runs on this machine. A local socket does not
// say so: it may be forwarded, or be the host's in a container.
func (e *Engine) here(ctx context.Context) (bool, error) {
	info, err := e.client.Info(ctx)
	if err != nil {
		return false, fmt.Errorf("ask the engine for its host: %w", explain(err))
	}
	return onThisMachine(info), nil
}

// onThisMachine tells whether it is this machine that an engine behind a local socket speaks of.
func onThisMachine(info system.Info) bool {
	if info.OperatingSystem == "Docker Desktop" { // its machine shares the folders and ports of this one
		_, err := os.Stat("/.dockerenv")
		return err != nil
	}
	name, err := os.Hostname()
	return err == nil && info.Name == name
}

// missingSources gives the sources of a project's binds that are not there. One
// that cannot be looked at is not among them.
func missingSources(p *compose.Project) map[string]bool {
	known, missing := map[string]bool{}, map[string]bool{}
	for _, s := range p.Services {
		for _, m := range s.Volumes {
			if m.Type != compose.MountBind || known[m.Source] {
				continue
			}
			known[m.Source] = true
			if _, err := os.Stat(m.Source); os.IsNotExist(err) {
				missing[m.Source] = true
			}
		}
	}
	return missing
}

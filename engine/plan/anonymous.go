package plan

import (
	"fmt"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// emptied is the reason to replace a container for the sake of its anonymous
// volumes: they are as old as it is.
func (u *up) emptied(s *compose.Service, c *Container) []Reason {
	if !u.o.RenewVolumes || !u.o.named(s.Name) || !slices.ContainsFunc(c.Mounts, MountPoint.Anonymous) {
		return nil
	}
	return []Reason{{Text: "--renew-anon-volumes", Pos: s.At("volumes")}}
}

// anonymous gives the anonymous volumes that a container takes over from the one
// that it replaces: target → volume. What it does not take over stays, and is
// told of: nobody but the engine knows its name.
func (u *up) anonymous(s *slot) map[string]string {
	if s.old == nil {
		return nil
	}
	taken := map[string]string{}
	for _, m := range s.old.Mounts {
		switch {
		case !m.Anonymous():
		case u.o.RenewVolumes:
			u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: s.service.At("volumes"),
				Summary: fmt.Sprintf("%s begins with an empty %s; what was there stays in volume %s", s.name, m.Target, m.Name),
				Hint:    "`docker volume rm " + m.Name + "` removes it"})
		default:
			taken[m.Target] = m.Name
		}
	}
	return taken
}

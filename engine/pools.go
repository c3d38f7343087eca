package engine

import (
	"fmt"
	"slices"
	"strings"

	"gocompose/engine/plan"
)

// poolsExhausted is what engines say when no subnet is left for a network.
const poolsExhausted = "could not find an available, non-overlapping"

// failureHint gives the way out of a step's failure.
func (r *run) failureHint(op plan.Op, err error) string {
	_, network := op.(plan.CreateNetwork)
	if names := idleNetworks(r.State, r.plan.Project); network && strings.Contains(err.Error(), poolsExhausted) && len(names) > 0 {
		return fmt.Sprintf("all address pools are in use; `docker network rm %s` frees those of projects that do not run", strings.Join(names, " "))
	}
	return hintFor(err)
}

// idleNetworks names the networks that were made for other projects and that
// no container which runs is on, the oldest first.
func idleNetworks(s *plan.State, project string) (names []string) {
	used := map[string]bool{}
	for _, c := range s.All() {
		for _, id := range c.Networks {
			used[id] = used[id] || c.Running()
		}
	}
	idle := slices.Clone(s.Networks)
	slices.SortStableFunc(idle, func(a, b plan.Network) int { return a.Created.Compare(b.Created) })
	for _, n := range idle {
		if n.Project != "" && n.Project != project && !used[n.ID] {
			names = append(names, n.Name)
		}
	}
	return names
}

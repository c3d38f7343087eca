package plan_test

import (
	"strings"
	"testing"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// A project whose name only comes from its folder is another's where one runs
// from another folder.
func TestForeign(t *testing.T) {
	here, there := homeOf("/srv/a/shop:compose.yaml"), homeOf("/srv/b/shop:compose.yaml,more.yaml")
	for name, c := range map[string]struct {
		derived bool
		homes   []compose.Home
		want    string
	}{
		"nothing runs":     {derived: true},
		"ours":             {derived: true, homes: []compose.Home{here}},
		"other files":      {derived: true, homes: []compose.Home{homeOf("/srv/a/shop:other.yaml")}},
		"labels are gone":  {derived: true, homes: []compose.Home{{}}},
		"name given":       {homes: []compose.Home{there}},
		"another's":        {derived: true, homes: []compose.Home{there}, want: "project shop belongs to /srv/b/shop (compose.yaml, more.yaml), with 1 of 1 container running"},
		"several, and own": {derived: true, homes: []compose.Home{here, there, there}, want: "with 1 of 2 containers running"},
	} {
		state := &plan.State{}
		for i, home := range c.homes {
			state.Containers = append(state.Containers, plan.Container{Home: home, State: []string{"running", "running", "exited"}[i]})
		}
		got := plan.Foreign(&compose.Project{Name: "shop", Derived: c.derived, Home: here}, state)
		if c.want == "" && got != nil || c.want != "" && !strings.Contains(got.Error(), c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

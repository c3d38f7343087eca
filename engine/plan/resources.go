package plan

import (
	"fmt"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// volumes plans the volumes that the services mount. A volume that differs
// from the file keeps its data: nothing but an explicit `down -v` removes it.
func (u *up) volumes() {
	for _, key := range u.goal.Project.VolumeKeys() {
		v := u.goal.Project.Volumes[key]
		have := u.volume(v.Name)
		switch {
		case have == nil && v.External:
			u.problems.Add(missing("volume", v.Name, v.Pos))
		case have == nil:
			u.add(CreateVolume{Volume: v}, Reason{Text: "does not exist", Pos: v.Pos})
		case !v.External && have.Project != u.goal.Project.Name:
			u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: v.Pos, Summary: "volume " + v.Name + " was not made by this project; it is used as it is",
				Hint: "write external: true to say so"})
		case !v.External && have.ConfigHash != "" && have.ConfigHash != u.goal.Volumes[key]:
			u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: v.Pos, Summary: "volume " + v.Name + " was made with other options; it keeps them and its data",
				Hint: "to apply the options, save the data, run `gocompose down -v` and up again"})
		}
	}
}

// networks plans the networks that the services are attached to.
func (u *up) networks() {
	used := map[string]bool{}
	for _, name := range u.services {
		for key := range u.goal.Project.Services[name].Networks {
			used[key] = true
		}
	}
	for _, key := range u.goal.Project.NetworkKeys() {
		n := u.goal.Project.Networks[key]
		have := u.network(n.Name)
		switch {
		case have == nil && n.External:
			u.problems.Add(missing("network", n.Name, n.Pos))
		case have == nil:
			u.add(CreateNetwork{Network: n}, Reason{Text: "does not exist", Pos: n.Pos})
		case n.External:
		case have.Project != "" && have.Project != u.goal.Project.Name:
			u.problems.Add(diag.Diagnostic{Pos: n.Pos, Summary: "network " + n.Name + " belongs to project " + have.Project,
				Hint: "choose another name, or write external: true to share it"})
		case have.Project == "":
			u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: n.Pos, Summary: "network " + n.Name + " was not made by this project; it is used as it is",
				Hint: "write external: true to say so"})
		case have.ConfigHash != "" && have.ConfigHash != u.goal.Networks[key] && !u.o.partial():
			u.renew(n, have)
		}
		if used[key] && have != nil && !n.External {
			u.singleOut(n, have)
		}
	}
}

// renew replaces a network whose options changed; its containers are
// recreated, so that they keep their aliases. Where containers that this plan
// does not cover use it, it stays.
func (u *up) renew(n *compose.Network, have *Network) {
	if c := u.outsider(have); c != nil {
		u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: n.Pos, Summary: "network " + n.Name + " keeps its old options: " + c.Name + " uses it and is not part of this command",
			Hint: u.release(n, c)})
		return
	}
	why := Reason{Text: "its options changed", Pos: n.Pos}
	u.renewed[have.ID] = u.add(RemoveNetwork{ID: have.ID, Name: n.Name, Renewed: true}, why)
	made := u.add(CreateNetwork{Network: n}, why, u.renewed[have.ID])
	for _, k := range []string{u.renewed[have.ID], made} { // a removal that failed may have been carried out
		u.steps[u.index[k]].Else = []Op{RestoreNetwork{Name: n.Name}}
	}
}

// release says how a network gets rid of an outsider.
func (u *up) release(n *compose.Network, c *Container) string {
	switch {
	case c.Project != u.goal.Project.Name || c.OneOff || ofOthers(u.goal.Project, c):
		return fmt.Sprintf("disconnect it with `docker network disconnect %s %s`, and up again", n.Name, c.Name)
	case !u.defined(c.Service):
		return "remove it with --remove-orphans"
	}
	return "run `gocompose up -d` without service names"
}

// renewLast lets networks be made anew once the containers that are attached
// to them have stopped.
func (u *up) renewLast() {
	for i := range u.state.Containers {
		c := &u.state.Containers[i]
		ended := u.leaving[c.ID]
		if x := u.slotOf(c); x != nil {
			ended = x.stopped
		}
		for _, name := range sortedKeys(c.Networks) {
			if k := u.renewed[c.Networks[name]]; k != "" {
				u.need(k, ended)
			}
		}
	}
}

// outsider gives a running container on the network that this plan neither
// covers nor removes.
func (u *up) outsider(n *Network) *Container {
	for _, all := range [][]Container{u.state.Containers, u.state.Others} {
		for i := range all {
			c := &all[i]
			ours := c.Project == u.goal.Project.Name && !c.OneOff && slices.Contains(u.services, c.Service) && !u.isOneOff(c.Service)
			if c.Running() && c.Networks[n.Name] == n.ID && !ours && u.leaving[c.ID] == "" {
				return c
			}
		}
	}
	return nil
}

func missing(kind, name string, pos diag.Pos) diag.Diagnostic {
	return diag.Diagnostic{Pos: pos, Summary: "external " + kind + " " + name + " does not exist",
		Hint: "create it with `docker " + kind + " create " + name + "`"}
}

func (u *up) volume(name string) *Volume {
	for i := range u.state.Volumes {
		if v := &u.state.Volumes[i]; v.Name == name {
			return v
		}
	}
	return nil
}

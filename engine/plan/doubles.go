package plan

import (
	"cmp"
	"fmt"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Two networks may have one name: engines do not check it under calls at the
// same time, and some tools do not ask for it. Then the name leads nowhere, and
// no container can start on it.

// network gives the network of a name: of several the one that most containers
// are on, else the oldest.
func (u *up) network(name string) *Network {
	var all []*Network
	for i := range u.state.Networks {
		if n := &u.state.Networks[i]; n.Name == name {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return slices.MinFunc(all, func(a, b *Network) int {
		return cmp.Or(cmp.Compare(u.users(b), u.users(a)), a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
}

// users counts the running containers on a network.
func (u *up) users(n *Network) (count int) {
	for _, c := range u.state.All() {
		if c.Running() && c.Networks[n.Name] == n.ID {
			count++
		}
	}
	return count
}

// singleOut removes the project's other networks of the name of one that stays.
// Their containers move to that one.
func (u *up) singleOut(n *compose.Network, stays *Network) {
	for i := range u.state.Networks {
		other := &u.state.Networks[i]
		if other.Name != n.Name || other.ID == stays.ID || other.Project != u.goal.Project.Name {
			continue
		}
		if c := u.outsider(other); c != nil {
			u.problems.Add(diag.Diagnostic{Pos: n.Pos, Summary: fmt.Sprintf("there are two networks %s, and %s is on the one that has to go", n.Name, c.Name),
				Hint: fmt.Sprintf("disconnect it with `docker network disconnect %s %s`, and up again", ShortID(other.ID), c.Name)})
			continue
		}
		op := RemoveNetwork{ID: other.ID, Name: n.Name}
		k := u.addAs(networkKey(op), op, Reason{Text: "is a second one of this name", Pos: n.Pos})
		u.renewed[other.ID] = k
		u.doubles[n.Name] = append(u.doubles[n.Name], k)
	}
}

// networkKey tells the removals of networks of one name apart.
func networkKey(op RemoveNetwork) string { return key(op) + " " + ShortID(op.ID) }

// needNetwork lets a step come after what makes a network the one of its name.
func (u *up) needNetwork(step string, n *compose.Network) {
	u.needIfPlanned(step, CreateNetwork{Network: n})
	u.need(step, u.doubles[n.Name]...)
}

package plan_test

import (
	"fmt"
	"slices"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// addImage makes an image be there, under the name and its id.
func (m *model) addImage(ref, id string) {
	i := plan.Image{ID: id}
	m.state.Images[plan.Familiar(ref)], m.state.Images[id] = i, i
}

func (m *model) network(name string) *plan.Network {
	i := slices.IndexFunc(m.state.Networks, func(n plan.Network) bool { return n.Name == name })
	if i < 0 {
		return nil
	}
	return &m.state.Networks[i]
}

func (m *model) volume(name string) *plan.Volume {
	i := slices.IndexFunc(m.state.Volumes, func(v plan.Volume) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return &m.state.Volumes[i]
}

func (m *model) createNetwork(p *compose.Project, n *compose.Network) error {
	if m.network(n.Name) != nil {
		return fmt.Errorf("network %s exists already", n.Name)
	}
	made := plan.Network{ID: m.id(n.Name), Name: n.Name, Project: p.Name, Key: n.Key, ConfigHash: spec.NetworkHash(n)}
	for _, pool := range n.Reserved() {
		subnet, _ := pool.Prefix()
		for _, other := range m.state.Networks {
			if slices.ContainsFunc(other.Subnets, subnet.Overlaps) {
				return fmt.Errorf("network %s: %s overlaps with network %s", n.Name, subnet, other.Name)
			}
		}
		made.Subnets = append(made.Subnets, subnet)
	}
	m.state.Networks = append(m.state.Networks, made)
	return nil
}

// removeNetwork refuses as long as a running container is attached.
func (m *model) removeNetwork(op plan.RemoveNetwork) error {
	id := op.ID
	for _, c := range m.state.All() {
		for name, network := range c.Networks {
			if network == id && c.Running() {
				return fmt.Errorf("network %s has active endpoints: %s", name, c.Name)
			}
		}
	}
	if n := m.network(op.Name); n != nil && op.Renewed {
		m.removed[op.Name] = *n
	}
	m.state.Networks = slices.DeleteFunc(m.state.Networks, func(n plan.Network) bool { return n.ID == id })
	return nil
}

// restoreNetwork makes a network as it was, with another id.
func (m *model) restoreNetwork(op plan.RestoreNetwork) error {
	if m.network(op.Name) != nil {
		return nil
	}
	n, ok := m.removed[op.Name]
	if !ok {
		return fmt.Errorf("network %s was not removed", op.Name)
	}
	n.ID = m.id(n.Name)
	m.state.Networks = append(m.state.Networks, n)
	return nil
}

func (m *model) createVolume(p *compose.Project, v *compose.Volume) error {
	if m.volume(v.Name) != nil {
		return fmt.Errorf("volume %s exists already", v.Name)
	}
	m.state.Volumes = append(m.state.Volumes, plan.Volume{Name: v.Name, Project: p.Name, Key: v.Key, ConfigHash: spec.VolumeHash(v)})
	return nil
}

// removeVolume refuses as long as a container mounts it, running or not.
func (m *model) removeVolume(name string) error {
	for _, c := range m.state.All() {
		if slices.ContainsFunc(c.Mounts, func(p plan.MountPoint) bool { return p.Name == name }) {
			return fmt.Errorf("volume %s is in use by %s", name, c.Name)
		}
	}
	m.state.Volumes = slices.DeleteFunc(m.state.Volumes, func(v plan.Volume) bool { return v.Name == name })
	return nil
}

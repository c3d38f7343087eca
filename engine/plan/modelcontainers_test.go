package plan_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// create makes a container. As on the engine, a network of it has no id before
// the first start.
func (m *model) create(p *compose.Project, op plan.CreateContainer) (*plan.Container, error) {
	s := op.Service
	if m.named(op.Name) != nil {
		return nil, fmt.Errorf("the container name %s is in use", op.Name)
	}
	image, ok := m.state.Image(p.ImageName(s))
	if !ok {
		return nil, fmt.Errorf("no such image: %s", p.ImageName(s))
	}
	id := m.id(op.Name)
	peers, err := m.share(id, op)
	if err != nil {
		return nil, err
	}
	c := plan.Container{
		ID: id, Name: op.Name, Project: p.Name, Service: s.Name, Number: op.Number, State: "created",
		Image: p.ImageName(s), ImageID: image.ID, ImageLabel: image.ID,
		ConfigHash: spec.ServiceHash(spec.Resolved(s, peers)), Attributes: spec.Digests(s), WorkingDir: p.WorkingDir, Networks: map[string]string{},
	}
	maps.Copy(c.Attributes, op.Contents)
	request := spec.Container(p, s, spec.Instance{Number: op.Number, Name: op.Final, OneEndpoint: m.state.OneEndpoint(), Peers: peers})
	c.Mounted = m.state.Mounted(p, s)
	c.Observed = described(p, s, request)
	c.DependsOn = s.DependsOn
	for name := range request.NetworkingConfig.EndpointsConfig {
		if m.network(name) == nil {
			return nil, fmt.Errorf("network %s does not exist", name)
		}
		c.Networks[name] = ""
	}
	if err := m.mount(p, &c, op); err != nil {
		return nil, err
	}
	if err := m.mountFiles(&c, op.Files); err != nil {
		return nil, err
	}
	m.made[c.ID], m.created[op.Name] = s, c.ID
	m.state.Containers = append(m.state.Containers, c)
	return &m.state.Containers[len(m.state.Containers)-1], nil
}

// mount fills in the mounts of a new container. A volume that its replacement
// takes over keeps its name.
func (m *model) mount(p *compose.Project, c *plan.Container, op plan.CreateContainer) error {
	for _, v := range op.Service.Volumes {
		at := plan.MountPoint{Type: v.Type, Source: v.Source, Target: v.Target}
		switch named := p.Volumes[v.Source]; {
		case v.Type != compose.MountVolume:
		case v.Source == "":
			at.Name = takenOver(op.Replaces, v.Target)
			if at.Name == "" {
				at.Name = m.id(v.Target)
				m.state.Volumes = append(m.state.Volumes, plan.Volume{Name: at.Name})
			}
		case m.volume(named.Name) == nil:
			return fmt.Errorf("volume %s does not exist", named.Name)
		default:
			at.Name = named.Name
		}
		c.Mounts = append(c.Mounts, at)
	}
	return nil
}

func takenOver(old *plan.Container, target string) string {
	if old != nil {
		for _, m := range old.Mounts {
			if m.Target == target && m.Anonymous() {
				return m.Name
			}
		}
	}
	return ""
}

func (m *model) connect(op plan.ConnectNetwork) error {
	c := m.container(op.Container)
	if c == nil || m.network(op.Network.Name) == nil {
		return fmt.Errorf("connect %s to %s: not found", op.Container, op.Network.Name)
	}
	if c.Running() {
		return fmt.Errorf("connect %s to %s: it runs already", op.Container, op.Network.Name)
	}
	c.Networks[op.Network.Name] = ""
	return nil
}

// start refuses where a host port is taken, and where a network that the
// container was attached to is gone: the engine remembers its id.
func (m *model) start(ref string) error {
	c := m.container(ref)
	switch {
	case c == nil:
		return fmt.Errorf("start %s: no such container", ref)
	case c.State == "running" || c.State == "restarting":
		return nil
	case c.State != "created" && c.State != "exited":
		return fmt.Errorf("start %s: it is %s", c.Name, c.State)
	}
	ids := map[string]string{}
	for name, id := range c.Networks {
		n := m.network(name)
		if same := func(x plan.Network) bool { return x.Name == name && x.ID != n.ID }; n != nil && slices.ContainsFunc(m.state.Networks, same) {
			return fmt.Errorf("start %s: network %s is ambiguous", c.Name, name)
		}
		if n == nil || id != "" && id != n.ID {
			return fmt.Errorf("start %s: network %s not found", c.Name, name)
		}
		ids[name] = n.ID
	}
	published, err := m.publish(c)
	if err != nil {
		return err
	}
	if err := m.join(c); err != nil {
		return err
	}
	c.State, c.Networks, c.Ports, c.Health, c.Stale = "running", ids, published, "", nil
	if s := m.made[c.ID]; s != nil && s.Healthcheck != nil && !s.Healthcheck.Disable {
		c.Health = "starting"
	}
	return nil
}

func (m *model) publish(c *plan.Container) (out []plan.PublishedPort, err error) {
	s := m.made[c.ID]
	if s == nil {
		return nil, nil
	}
	for _, p := range s.Ports {
		number, err := strconv.ParseUint(p.Published, 10, 16)
		if err != nil {
			m.ports++
			number = uint64(m.ports)
		}
		for _, other := range m.state.All() {
			if other.ID != c.ID && slices.ContainsFunc(other.Ports, func(have plan.PublishedPort) bool {
				return have.Published == uint16(number) && have.Protocol == p.Protocol && (have.HostIP == p.HostIP || have.HostIP == "" || p.HostIP == "")
			}) {
				return nil, fmt.Errorf("start %s: port %d is already allocated by %s", c.Name, number, other.Name)
			}
		}
		out = append(out, plan.PublishedPort{HostIP: p.HostIP, Published: uint16(number), Target: uint16(p.Target), Protocol: p.Protocol})
	}
	return out, nil
}

// signal lets a running container read its files anew.
func (m *model) signal(op plan.SignalContainer) error {
	c := m.container(op.ID)
	if c == nil || !c.Running() {
		return fmt.Errorf("signal %s: it is not running", op.ID)
	}
	c.Stale = nil
	return nil
}

func (m *model) unpause(ref string) error {
	c := m.container(ref)
	if c == nil || c.State != "paused" {
		return fmt.Errorf("unpause %s: it is not paused", ref)
	}
	c.State = "running"
	return nil
}

func (m *model) stop(c *plan.Container, code int) {
	c.State, c.ExitCode, c.Health, c.Ports = "exited", code, "", nil
	m.endProcesses(c.ID)
}

func (m *model) remove(op plan.RemoveContainer) error {
	c := m.container(op.ID)
	if c == nil {
		return nil
	}
	if c.Running() && !op.Force {
		return fmt.Errorf("remove %s: it is running", c.Name)
	}
	id := c.ID
	m.endProcesses(id)
	same := func(c plan.Container) bool { return c.ID == id }
	m.state.Containers = slices.DeleteFunc(m.state.Containers, same)
	m.state.Others = slices.DeleteFunc(m.state.Others, same)
	return nil
}

func (m *model) rename(op plan.RenameContainer) error {
	c, other := m.container(op.ID), m.named(op.Name)
	switch {
	case c == nil:
		return fmt.Errorf("rename %s: no such container", op.ID)
	case other != nil:
		return fmt.Errorf("rename %s: the name %s is in use", c.Name, op.Name)
	}
	c.Name = op.Name
	return nil
}

// await gives at once what would come in time, and an error where it never would.
func (m *model) await(op plan.AwaitContainer) error {
	c := m.container(op.ID)
	switch {
	case c == nil:
		return fmt.Errorf("wait for %s: no such container", op.ID)
	case op.For == plan.ActWaitExit && c.State == "exited" && c.ExitCode == 0:
		return nil
	case c.State != "running":
		return fmt.Errorf("wait for %s: it is %s", c.Name, c.State)
	case op.For == plan.ActWaitExit:
		m.stop(c, 0)
	case c.Health == "starting":
		c.Health = "healthy"
	case c.Health == "" && op.For == plan.ActWaitHealthy:
		return fmt.Errorf("wait for %s: it has no healthcheck", c.Name)
	}
	return nil
}

// freeze pauses a container, kill ends it: both refuse one that does not run.
func (m *model) freeze(ref string) error {
	c := m.container(ref)
	if c == nil || c.State != "running" && c.State != "restarting" {
		return fmt.Errorf("pause %s: it does not run", ref)
	}
	c.State = "paused"
	return nil
}

func (m *model) kill(op plan.KillContainer) error {
	c := m.container(op.ID)
	if c == nil || !c.Running() {
		return fmt.Errorf("kill %s: it does not run", op.Name)
	}
	m.stop(c, 137)
	return nil
}

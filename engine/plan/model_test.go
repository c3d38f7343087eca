package plan_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// model is an engine in memory with those rules of the real one that plans
// depend on: what exists, which names and host ports are taken, and what must
// not be removed because it is in use. (tried on Engine 20.10)
type model struct {
	state   plan.State
	project *compose.Project            // whose plan is carried out
	made    map[string]*compose.Service // container id → what it was made from
	created map[string]string           // name → id, of the containers that the current run created
	ports   uint16                      // the last free host port given out
	serial  int                         // of ids
}

func newModel() *model {
	return &model{state: plan.State{Images: map[string]plan.Image{}, API: plan.API{Major: 1, Minor: 44}}, made: map[string]*compose.Service{}, created: map[string]string{}, ports: 32767}
}

// digest gives 64 hex digits for a text.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (m *model) id(name string) string {
	m.serial++
	return digest(name + " " + strconv.Itoa(m.serial))
}

// addImage makes an image be there, under the name and its id.
func (m *model) addImage(ref, id string) {
	i := plan.Image{ID: id}
	m.state.Images[plan.Familiar(ref)], m.state.Images[id] = i, i
}

// do carries out one operation as the engine would, or says why it refuses.
func (m *model) do(op plan.Op) error {
	switch op := op.(type) {
	case plan.PullImage:
		m.addImage(op.Ref, "sha256:"+m.id(op.Ref))
	case plan.BuildImage:
		m.addImage(op.Ref, "sha256:"+m.id(op.Ref))
	case plan.RemoveImage:
		delete(m.state.Images, op.Ref)
	case plan.CreateNetwork:
		return m.createNetwork(m.project, op.Network)
	case plan.RemoveNetwork:
		return m.removeNetwork(op.ID)
	case plan.CreateVolume:
		return m.createVolume(m.project, op.Volume)
	case plan.RemoveVolume:
		return m.removeVolume(op.Name)
	case plan.CreateContainer:
		_, err := m.create(m.project, op)
		return err
	default:
		return m.change(op)
	}
	return nil
}

// change carries out an operation on an existing container.
func (m *model) change(op plan.Op) error {
	switch op := op.(type) {
	case plan.ConnectNetwork:
		return m.connect(op)
	case plan.StartContainer:
		return m.start(op.ID)
	case plan.UnpauseContainer:
		return m.unpause(op.ID)
	case plan.StopContainer:
		if c := m.container(op.ID); c != nil && c.Running() {
			m.stop(c, 143)
		}
	case plan.RemoveContainer:
		return m.remove(op)
	case plan.RenameContainer:
		return m.rename(op)
	case plan.AwaitContainer:
		return m.await(op)
	default:
		return fmt.Errorf("no such operation: %T", op)
	}
	return nil
}

// container finds a container by its id or its name, also by the name that it
// was created with by the current run.
func (m *model) container(ref string) *plan.Container {
	if id, ok := m.created[ref]; ok {
		ref = id
	}
	for _, all := range [][]plan.Container{m.state.Containers, m.state.Others} {
		for i := range all {
			if all[i].ID == ref || all[i].Name == ref {
				return &all[i]
			}
		}
	}
	return nil
}

// named finds a container by its name of now.
func (m *model) named(name string) *plan.Container {
	all := m.state.All()
	if i := slices.IndexFunc(all, func(c plan.Container) bool { return c.Name == name }); i >= 0 {
		return &all[i]
	}
	return nil
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
	m.state.Networks = append(m.state.Networks, plan.Network{ID: m.id(n.Name), Name: n.Name, Project: p.Name, Key: n.Key, ConfigHash: spec.NetworkHash(n)})
	return nil
}

// removeNetwork refuses as long as a running container is attached.
func (m *model) removeNetwork(id string) error {
	for _, c := range m.state.All() {
		for name, network := range c.Networks {
			if network == id && c.Running() {
				return fmt.Errorf("network %s has active endpoints: %s", name, c.Name)
			}
		}
	}
	m.state.Networks = slices.DeleteFunc(m.state.Networks, func(n plan.Network) bool { return n.ID == id })
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
	c := plan.Container{
		ID: m.id(op.Name), Name: op.Name, Project: p.Name, Service: s.Name, Number: op.Number, State: "created",
		Image: p.ImageName(s), ImageID: image.ID, ImageLabel: image.ID,
		ConfigHash: spec.ServiceHash(s), Attributes: spec.Digests(s), WorkingDir: p.WorkingDir, Networks: map[string]string{},
	}
	request := spec.Container(p, s, spec.Instance{Number: op.Number, Name: op.Final, OneEndpoint: m.state.OneEndpoint()})
	c.Observed = spec.Describe(request.Config, request.HostConfig)
	for name := range s.DependsOn {
		c.DependsOn = append(c.DependsOn, name)
	}
	for name := range request.NetworkingConfig.EndpointsConfig {
		if m.network(name) == nil {
			return nil, fmt.Errorf("network %s does not exist", name)
		}
		c.Networks[name] = ""
	}
	if err := m.mount(p, &c, op); err != nil {
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
		if n == nil || id != "" && id != n.ID {
			return fmt.Errorf("start %s: network %s not found", c.Name, name)
		}
		ids[name] = n.ID
	}
	published, err := m.publish(c)
	if err != nil {
		return err
	}
	c.State, c.Networks, c.Ports, c.Health = "running", ids, published, ""
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

// goal says what the project's resources should be, as package engine does.
func goal(p *compose.Project) plan.Goal {
	g := plan.Goal{Project: p, Services: map[string]plan.Want{}, Networks: map[string]string{}, Volumes: map[string]string{}}
	for name, s := range p.Services {
		request := spec.Container(p, s, spec.Instance{Number: 1})
		g.Services[name] = plan.Want{Hash: spec.ServiceHash(s), Digests: spec.Digests(s), Texts: spec.Describe(request.Config, request.HostConfig)}
	}
	for key, n := range p.Networks {
		g.Networks[key] = spec.NetworkHash(n)
	}
	for key, v := range p.Volumes {
		g.Volumes[key] = spec.VolumeHash(v)
	}
	return g
}

// snapshot copies the state, so that a plan cannot change under one's hands.
func (m *model) snapshot() *plan.State {
	s := m.state
	s.Containers, s.Others = slices.Clone(s.Containers), slices.Clone(s.Others)
	s.Networks, s.Volumes = slices.Clone(s.Networks), slices.Clone(s.Volumes)
	return &s
}

// short gives the engine's short form of an id.
func short(id string) string { return strings.TrimPrefix(id, "sha256:")[:12] }

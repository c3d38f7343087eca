package plan_test

import (
	"fmt"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// life is what a container knows of the namespaces that it lives in.
type life struct {
	number int            // of starts; each makes new namespaces
	in     map[string]int // id of a container whose namespaces it shares → number of its life then
	pid    string         // id of the one whose processes end its own
}

// share gives the ids of the containers that a new one shares with, by service,
// and notes whose namespaces it is to live in.
func (m *model) share(id string, op plan.CreateContainer) (map[string]string, error) {
	ids, in := map[string]string{}, life{in: map[string]int{}}
	for _, name := range op.Service.Peers() {
		c := m.container(op.Peers[name])
		if c == nil {
			return nil, fmt.Errorf("create %s: no container of %s to share with: %q", op.Name, name, op.Peers[name])
		}
		ids[name] = c.ID
		if tied(op.Service, name) {
			in.in[c.ID] = 0
		}
		if op.Service.PID == "service:"+name {
			in.pid = c.ID
		}
	}
	m.lives[id] = in
	return ids, nil
}

// tied tells whether a service lives in namespaces of another's.
func tied(s *compose.Service, to string) bool {
	return slices.Contains([]string{s.NetworkMode, s.IPC, s.PID}, "service:"+to)
}

// join lets a container live in the namespaces of others, which must run.
func (m *model) join(c *plan.Container) error {
	l := m.lives[c.ID]
	for id := range l.in {
		other := m.container(id)
		if other == nil || !other.Running() {
			return fmt.Errorf("start %s: the container whose namespaces it is to share does not run: %s", c.Name, short(id))
		}
		l.in[id] = m.lives[id].number
	}
	l.number++
	m.lives[c.ID] = l
	return nil
}

// cutOff tells whether a running container lives in namespaces that are gone.
func (m *model) cutOff(c *plan.Container) bool {
	for id, number := range m.lives[c.ID].in {
		if other := m.container(id); other == nil || !other.Running() || m.lives[id].number != number {
			return true
		}
	}
	return false
}

// unseen tells whether a container is cut off in a way that nobody can see: what
// it shared with runs again, after a command that was not about it.
func (m *model) unseen(c *plan.Container) bool {
	for id, number := range m.lives[c.ID].in {
		if other := m.container(id); other != nil && other.Running() && m.lives[id].number != number {
			return true
		}
	}
	return false
}

// endProcesses stops what runs in the process namespace of a container.
func (m *model) endProcesses(id string) {
	for i := range m.state.Containers {
		if c := &m.state.Containers[i]; m.lives[c.ID].pid == id && c.Running() {
			m.stop(c, 137)
		}
	}
}

// hook runs one; a pre_start in a container of its own, which needs the name,
// the networks and the namespaces of the service's.
func (m *model) hook(op plan.RunHook) error {
	c := m.container(op.ID)
	switch {
	case c == nil:
		return fmt.Errorf("hook of %s: no such container", op.ID)
	case op.Moment == plan.PreStop && m.outdated(c.ID):
		return nil // its processes may have ended with another's, of which the file does not tell any more
	case op.Moment != plan.PreStart && c.State != "running":
		return fmt.Errorf("%s of %s: it is %s", op.Moment, c.Name, c.State)
	case op.Moment != plan.PreStart:
		return nil
	case c.State != "created":
		return fmt.Errorf("%s of %s: it is %s", op.Moment, c.Name, c.State)
	case m.named(op.Runner(&compose.Project{Name: c.Project})) != nil:
		return fmt.Errorf("%s of %s: the container name %s is in use", op.Moment, c.Name, op.Runner(&compose.Project{Name: c.Project}))
	}
	for _, name := range op.Service.Peers() {
		peer := m.container(op.Peers[name])
		if peer == nil || tied(op.Service, name) && !peer.Running() {
			return fmt.Errorf("%s of %s: it cannot share with %s", op.Moment, c.Name, name)
		}
	}
	for name := range c.Networks {
		if m.network(name) == nil {
			return fmt.Errorf("%s of %s: network %s not found", op.Moment, c.Name, name)
		}
	}
	return nil
}

// outdated tells whether the file does not have it any more that a container
// shares processes with another, or that one with a third.
func (m *model) outdated(id string) bool {
	for pid := m.lives[id].pid; pid != ""; id, pid = pid, m.lives[pid].pid {
		s := m.project.Services[m.made[id].Name]
		if s == nil || s.PID != "service:"+m.made[pid].Name {
			return true
		}
	}
	return false
}

// runner adds the container of a pre_start that failed or was broken off.
func (m *model) runner(op plan.RunHook, state string) {
	c := m.container(op.ID)
	if c == nil || op.Moment != plan.PreStart || m.hook(op) != nil {
		return
	}
	made := plan.Container{ID: m.id("runner"), Name: op.Runner(&compose.Project{Name: c.Project}), Project: c.Project, Service: c.Service, OneOff: true, Hook: "pre_start",
		State: state, ConfigHash: c.ConfigHash, Mounts: slices.Clone(c.Mounts), Networks: map[string]string{}}
	for name := range c.Networks {
		made.Networks[name] = m.network(name).ID
	}
	m.state.Containers = append(m.state.Containers, made)
}

// fill makes a volume with a service's files.
func (m *model) fill(op plan.FillVolume) error {
	if err := m.filler(op); err != nil {
		return err
	}
	delete(m.half, op.Volume.Volume)
	return m.remove(plan.RemoveContainer{ID: plan.Filler(op.Volume.Volume)})
}

// filler is how far fill comes when it fails or is broken off in the middle.
func (m *model) filler(op plan.FillVolume) error {
	v, name := op.Volume, plan.Filler(op.Volume.Volume)
	image, ok := m.state.Image(m.project.ImageName(op.Service))
	switch {
	case m.named(name) != nil:
		return fmt.Errorf("fill %s: the container name %s is in use", v.Volume, name)
	case m.volume(v.Volume) != nil:
		return fmt.Errorf("fill %s: there is such a volume", v.Volume)
	case !ok:
		return fmt.Errorf("fill %s: no such image: %s", v.Volume, m.project.ImageName(op.Service))
	case !strings.HasPrefix(v.Volume, m.project.Name+"_"+op.Service.Name):
		return fmt.Errorf("fill %s: it is not of %s", v.Volume, op.Service.Name)
	}
	m.state.Volumes = append(m.state.Volumes, plan.Volume{Name: v.Volume, Project: m.project.Name, Files: op.Service.Name, FilesKey: v.Key, Digests: v.Digests, Mountpoint: "/volumes/" + v.Volume})
	m.half[v.Volume] = true
	m.state.Containers = append(m.state.Containers, plan.Container{ID: m.id(name), Name: name, Project: m.project.Name, Service: op.Service.Name, OneOff: true,
		State: "created", ConfigHash: "of-a-filler", ImageID: image.ID, Image: m.project.ImageName(op.Service), Networks: map[string]string{},
		Mounts: []plan.MountPoint{{Type: "volume", Name: v.Volume, Target: "/files"}}})
	return nil
}

// mountFiles fails as the engine does where a file to mount is missing.
func (m *model) mountFiles(c *plan.Container, v *plan.FileVolume) error {
	if v == nil {
		return nil
	}
	if m.volume(v.Volume) == nil || m.half[v.Volume] {
		return fmt.Errorf("create %s: a file to mount of volume %s does not exist", c.Name, v.Volume)
	}
	c.Mounts = append(c.Mounts, plan.MountPoint{Type: "volume", Name: v.Volume, Target: "/run/.gocompose"})
	return nil
}

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
)

// model is an engine in memory with those rules of the real one that plans
// depend on: what exists, which names and host ports are taken, and what must
// not be removed because it is in use. (tried on Engine 20.10)
type model struct {
	state   plan.State
	project *compose.Project            // whose plan is carried out
	made    map[string]*compose.Service // container id → what it was made from
	lives   map[string]life             // container id → its namespaces
	half    map[string]bool             // volumes in which files are missing
	removed map[string]plan.Network     // networks that the current run removed to make them anew
	created map[string]string           // name → id, of the containers that the current run created
	ports   uint16                      // the last free host port given out
	serial  int                         // of ids
}

func newModel() *model {
	return &model{state: plan.State{Images: map[string]plan.Image{}, Missing: map[string]bool{}, API: plan.API{Major: 1, Minor: 44}}, made: map[string]*compose.Service{},
		lives: map[string]life{}, half: map[string]bool{}, removed: map[string]plan.Network{}, created: map[string]string{}, ports: 32767}
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

// do carries out one operation as the engine would, or says why it refuses.
func (m *model) do(op plan.Op) error {
	switch op := op.(type) {
	case plan.PullImage:
		m.addImage(op.Ref, "sha256:"+m.id(op.Ref))
	case plan.TagImage:
		m.addImage(op.Ref, m.state.Images[plan.Familiar(op.Source)].ID)
	case plan.BuildImage:
		m.addImage(op.Ref, "sha256:"+m.id(op.Ref))
	case plan.RemoveImage:
		delete(m.state.Images, op.Ref)
	case plan.CreateNetwork:
		return m.createNetwork(m.project, op.Network)
	case plan.RemoveNetwork:
		return m.removeNetwork(op)
	case plan.RestoreNetwork:
		return m.restoreNetwork(op)
	case plan.CreateVolume:
		return m.createVolume(m.project, op.Volume)
	case plan.FillVolume:
		return m.fill(op)
	case plan.CreateFolder:
		delete(m.state.Missing, op.Path)
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
	case plan.SignalContainer:
		return m.signal(op)
	case plan.StopContainer:
		if c := m.container(op.ID); c != nil && c.Running() {
			m.stop(c, 143)
		}
	case plan.PauseContainer:
		return m.freeze(op.ID)
	case plan.KillContainer:
		return m.kill(op)
	case plan.RemoveContainer:
		return m.remove(op)
	case plan.RenameContainer:
		return m.rename(op)
	case plan.AwaitContainer:
		return m.await(op)
	case plan.RunHook:
		return m.hook(op)
	case plan.SettleBatch: // run counts the failures
	case plan.PushImage: // changes nothing here
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

// snapshot copies the state, so that a plan cannot change under one's hands.
func (m *model) snapshot() *plan.State {
	s := m.state
	s.Containers, s.Others = slices.Clone(s.Containers), slices.Clone(s.Others)
	s.Networks, s.Volumes = slices.Clone(s.Networks), slices.Clone(s.Volumes)
	return &s
}

// short gives the engine's short form of an id.
func short(id string) string { return strings.TrimPrefix(id, "sha256:")[:12] }

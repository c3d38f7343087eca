package plan

import (
	"slices"
	"strings"

	"gocompose/compose"
)

// FileVolume is a volume that holds copies of a service's secrets and configs,
// so that they have the owner and mode that the file asks for, are there after
// any restart, and are in no container's writable layer. It is never changed:
// other contents go to another volume, and a container made from the old ones
// is replaced.
type FileVolume struct {
	Volume  string // the engine's name
	Key     string // what Digests are keyed with, in hex
	Digests map[string]string
	Files   []InjectedFile
	Changed []string // what of Digests differs from the volume that it replaces, sorted
}

// InjectedFile is one file of a FileVolume.
type InjectedFile struct {
	Name     string // in the volume
	Target   string // absolute path in the container
	UID, GID int
	Mode     uint32
	Content  []byte
}

// FillVolume creates a FileVolume and puts its files there, by way of a
// container that is never started.
type FillVolume struct {
	Volume  *FileVolume
	Service *compose.Service
}

func (o FillVolume) Label() Label {
	return Label{Kind: "Volume", Name: o.Volume.Volume, Act: ActFill, Service: o.Service.Name}
}

// Filler gives the name of the container that a volume is filled by way of.
// As long as it exists the volume counts as half filled.
func Filler(volume string) string { return volume + "_filler" }

// Fills tells whether a container is there to fill a volume.
func (c *Container) Fills() bool {
	return strings.HasSuffix(c.Name, Filler("")) && c.State == "created"
}

// fileVolumes plans the volumes with the services' secrets and configs.
func (u *up) fileVolumes() {
	for _, name := range u.services {
		s, want := u.goal.Project.Services[name], u.goal.Services[name].Files
		if want == nil || u.volume(want.Volume) != nil {
			continue
		}
		why := Reason{Text: "does not exist", Pos: s.At()}
		if reasons := changedContents(s, want); len(reasons) > 0 {
			why = reasons[0]
			why.Because = reasons[1:]
		}
		u.add(FillVolume{Volume: want, Service: s}, why)
	}
}

func changedContents(s *compose.Service, want *FileVolume) (reasons []Reason) {
	for _, name := range want.Changed {
		kind, _, _ := strings.Cut(name, " ")
		reasons = append(reasons, Reason{Text: "the content of " + name + " changed", Pos: s.At(kind + "s")})
	}
	return reasons
}

// contentReasons gives the reasons why a container has not the secrets and
// configs that it should have.
func (u *up) contentReasons(s *compose.Service, c *Container) (reasons []Reason) {
	want := u.goal.Services[s.Name].Files
	if want == nil || mounted(c, want.Volume) || c.Attributes == nil { // another tool has its own way with them
		return nil
	}
	if reasons = changedContents(s, want); reasons == nil {
		reasons = append(reasons, Reason{Text: "does not have its secrets and configs in a volume of their own", Pos: s.At()})
	}
	return reasons
}

// sweep removes the volumes with secrets and configs that no container mounts
// any more once this plan is carried out, those half filled included.
func (u *up) sweep() {
	for _, v := range u.state.Volumes {
		if v.Files == "" || v.Project != u.goal.Project.Name || u.wanted(v.Name) {
			continue
		}
		needs, free := u.released(v.Name)
		if !free {
			continue
		}
		if filler := u.filler(v.Name); filler != nil {
			needs = append(needs, u.add(RemoveContainer{ID: filler.ID, Name: filler.Name, Service: filler.Service, Force: true},
				Reason{Text: "left over from an interrupted run"}))
		}
		k := u.add(RemoveVolume{Name: v.Name}, Reason{Text: "holds secrets and configs that nothing uses any more"}, needs...)
		u.steps[u.index[k]].Tolerated = true
	}
}

func (u *up) filler(volume string) *Container {
	for i := range u.state.Containers {
		if c := &u.state.Containers[i]; c.Name == Filler(volume) {
			return c
		}
	}
	return nil
}

func (u *up) wanted(volume string) bool {
	for _, want := range u.goal.Services {
		if want.Files != nil && want.Files.Volume == volume {
			return true
		}
	}
	return false
}

// released gives the keys of the steps that remove the containers which mount
// a volume; free is false where one of them stays.
func (u *up) released(volume string) (keys []string, free bool) {
	for _, c := range u.state.All() {
		if !mounted(&c, volume) || c.Name == Filler(volume) {
			continue
		}
		k := key(RemoveContainer{Name: c.Name})
		if !u.has(k) {
			return nil, false
		}
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys, true
}

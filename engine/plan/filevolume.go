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

// fill adds the step that makes the volume with a service's secrets and configs
// and gives its key; empty where there is none to make.
func (u *up) fill(s *compose.Service, want *FileVolume) string {
	if want == nil || u.volume(want.Volume) != nil {
		return ""
	}
	why := Reason{Text: "does not exist", Pos: s.At()}
	if reasons := changedContents(s, want); len(reasons) > 0 {
		why = reasons[0]
		why.Because = reasons[1:]
	}
	return u.add(FillVolume{Volume: want, Service: s}, why)
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
func (u *up) contentReasons(s *compose.Service, c *Container) []Reason {
	reasons := u.boundReasons(s, c)
	want := u.goal.Services[s.Name].Files
	switch {
	case c.Attributes == nil && !u.hasFiles(c): // another tool has its own way with them
	case want == nil && u.hasFiles(c):
		return append(reasons, Reason{Text: "has copies of secrets or configs that it should not have", Pos: s.At()})
	case want == nil || mounted(c, want.Volume):
	case len(want.Changed) > 0:
		return append(reasons, changedContents(s, want)...)
	default:
		return append(reasons, Reason{Text: "does not have its secrets and configs in a volume of their own", Pos: s.At()})
	}
	return reasons
}

// boundReasons names the configs that are bind-mounted and whose file has
// another content than when the container was made. It may have been replaced,
// and then the container still sees the old one.
func (u *up) boundReasons(s *compose.Service, c *Container) (reasons []Reason) {
	contents := u.goal.Services[s.Name].Contents
	for _, name := range sortedKeys(contents) {
		if old, known := c.Attributes[name]; known && old != contents[name] {
			reasons = append(reasons, Reason{Text: "the content of " + name + " changed", Pos: s.At("configs")})
		}
	}
	return reasons
}

// hasFiles tells whether a container mounts a volume with secrets and configs of its service.
func (u *up) hasFiles(c *Container) bool {
	return slices.ContainsFunc(u.state.Volumes, func(v Volume) bool {
		return v.Files == c.Service && v.Project == c.Project && mounted(c, v.Name)
	})
}

// sweep removes the volumes with secrets and configs that no container mounts
// any more once this plan is carried out, those half filled included. Those of
// services that this plan does not cover stay: somebody may be filling them.
func (u *up) sweep() {
	for _, v := range u.state.Volumes {
		ours := v.Files != "" && v.Project == u.goal.Project.Name && (u.goal.Project.Services[v.Files] != nil || !u.defined(v.Files))
		if !ours || u.wanted(v.Name) {
			continue
		}
		needs, free := u.released(v.Name)
		if !free {
			continue
		}
		k := u.add(RemoveVolume{Name: v.Name}, Reason{Text: "holds secrets and configs that nothing uses any more"}, needs...)
		u.steps[u.index[k]].Tolerated = true
	}
}

// wanted tells whether a container that is to be there mounts a volume.
func (u *up) wanted(volume string) (found bool) {
	u.each(func(s *slot) {
		files := u.goal.Services[s.service.Name].Files
		found = found || s.fate != remove && files != nil && files.Volume == volume
	})
	return found
}

// released gives the keys of the steps that remove the containers which mount
// a volume, that by way of which it was to be filled among them; free is false
// where one of them stays.
func (u *up) released(volume string) (keys []string, free bool) {
	for _, c := range u.state.All() {
		k := key(RemoveContainer{Name: c.Name})
		switch {
		case !mounted(&c, volume):
			continue
		case c.Name == Filler(volume):
			u.add(RemoveContainer{ID: c.ID, Name: c.Name, Service: c.Service, Force: true}, Reason{Text: "left over from an interrupted run"})
		case !u.has(k):
			return nil, false
		}
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys, true
}

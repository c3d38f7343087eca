package plan

import (
	"maps"
	"slices"
	"time"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Want is what the containers of a service should be, as package spec computes it.
type Want struct {
	Hash     string
	Contents map[string]string // "config NAME", for each that is bind-mounted → digest of its content
	Mounted  map[string]string // MountedFile, for each file that is bind-mounted → digest of its content
	Files    *FileVolume       // its secrets and configs; nil where none is copied
	Peers    map[string]string // service whose namespace or volumes it shares → id of its container in Hash
	Digests  map[string]string // a digest an attribute; see spec.Digests
	Texts    map[string]string // what each attribute says, for reasons; see spec.Describe
}

// contents gives the digests that a new container's label has of files.
func (w Want) contents() map[string]string {
	out := map[string]string{}
	maps.Copy(out, w.Contents)
	maps.Copy(out, w.Mounted)
	return out
}

// Goal is what up has to reach: the project, narrowed to the chosen services
// and what they need, and what each resource should be.
type Goal struct {
	Project  *compose.Project
	Services map[string]Want
	Networks map[string]string // key → config hash
	Volumes  map[string]string // key → config hash
}

// Recreate says which existing containers are replaced.
type Recreate uint8

const (
	RecreateDiverged Recreate = iota // those that differ from the files
	RecreateAlways                   // those of the named services too
	RecreateNever                    // none
	RecreateNamed                    // those of the named services that differ
)

// UpOptions is what the flags of up, create and plan ask for. The zero value
// is plain `up -d`.
type UpOptions struct {
	Services      []string // named ones; none: all
	Recreate      Recreate
	Adopt         bool // containers that a project of this name made elsewhere become this one's
	RemoveOrphans bool
	IgnoreOrphans bool
	NoStart       bool
	Restart       bool           // the named services' containers start again, even where nothing changed
	Wait          bool           // until all are running or healthy
	RecreateDeps  bool           // the containers of what the named services depend on are replaced, whatever they are
	RenewVolumes  bool           // replacements begin with empty anonymous volumes
	Timeout       *time.Duration // of stops; nil: each container's own
	// Returns is the services that are not what the files say, and why: "rollback to version 3".
	Returns map[string]string
}

// named tells whether the caller asked for the service itself.
func (o UpOptions) named(service string) bool {
	return len(o.Services) == 0 || slices.Contains(o.Services, service)
}

// Spares tells whether the containers that a service has stay what they are,
// whatever the goal is.
func (o UpOptions) Spares(service string) bool {
	return o.Recreate == RecreateNever || o.Recreate == RecreateNamed && !o.named(service)
}

// partial tells whether containers may stay that differ from the goal, and the
// networks for their sake.
func (o UpOptions) partial() bool { return o.Recreate == RecreateNever || o.Recreate == RecreateNamed }

// Up plans how the engine's state becomes the goal. The images must be there:
// see Images. The list has what makes the goal impossible, found before
// anything is touched; the plan is nil then.
func Up(goal Goal, state *State, o UpOptions) (*Plan, diag.List) {
	return newUp(goal, state, o).plan()
}

func newUp(goal Goal, state *State, o UpOptions) *up {
	return &up{draft: draft{about: goal.Project}, goal: goal, state: state, o: o, slots: map[string][]*slot{}, leaving: map[string]string{}, required: map[string]bool{}, renewed: map[string]string{}, doubles: map[string][]string{}}
}

func (u *up) plan() (*Plan, diag.List) {
	u.services = u.goal.Project.Graph().Order()
	u.orphans()
	u.forget()
	u.volumes()
	u.networks()
	for _, name := range u.services {
		u.slots[name] = u.decide(u.goal.Project.Services[name])
	}
	u.spread()
	u.preflight()
	if u.problems.Err() != nil {
		return nil, u.problems
	}
	u.each(u.emit)
	u.each(u.folders)
	u.outdated()
	u.each(u.arrange)
	u.updates()
	u.holdTogether()
	u.sweep()
	u.renewLast()
	u.serialiseFreePorts()
	u.renameLast()
	if u.o.Wait {
		u.each(u.awaitReady)
	}
	u.tolerate()
	u.oneOffLast()
	p := u.finish(u.goal.Project.Name)
	p.Kept, p.Orphans, p.Notes = u.kept(), u.stray, u.problems
	return p, u.problems
}

// up is the state of planning one up.
type up struct {
	draft
	goal     Goal
	state    *State
	o        UpOptions
	services []string            // each after what it depends on
	slots    map[string][]*slot  // by service
	stray    []Container         // orphans that stay
	leaving  map[string]string   // id of an orphan or leftover that is removed → key of the step that does it
	required map[string]bool     // keys of the waits whose failure does harm
	run      *RunOptions         // nil: no container is run once
	doubles  map[string][]string // name of a network that there are several of → keys of the steps that remove the others
	renewed  map[string]string   // id of a network that is made anew → key of the step that removes it
}

// each calls f for every slot, dependencies first.
func (u *up) each(f func(*slot)) {
	for _, name := range u.services {
		for _, s := range u.slots[name] {
			f(s)
		}
	}
}

func (u *up) kept() (out []Kept) {
	u.each(func(s *slot) {
		if s.fate == keep && !u.told(s) || s.fate == start && u.o.NoStart {
			out = append(out, Kept{Name: s.name, Service: s.service.Name})
		}
	})
	return out
}

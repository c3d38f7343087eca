// Package doctor judges whether an engine, this machine and a project are fit
// for work. It is pure: facts in, findings out. Package engine gathers the facts.
package doctor

import (
	"net/netip"
	"time"

	"gocompose/compose/diag"
	"gocompose/engine/history"
	"gocompose/engine/lock"
	"gocompose/engine/plan"
)

// Severity tells how much a finding matters.
type Severity uint8

const (
	Advice  Severity = iota // all works; this could be better
	Warning                 // something works less well than it should, or soon will not
	Error                   // something does not work
)

// String gives "advice", "warning" or "error".
func (s Severity) String() string { return [...]string{"advice", "warning", "error"}[s] }

// Finding is one thing that could be mended. Its texts are one line each.
type Finding struct {
	Severity Severity
	Pos      diag.Pos // in the files; zero where no place is to blame
	Summary  string   // what, by name
	Hint     string   // the way out in words; may be empty
	Command  []string // words of the command that mends it; none where no command does
}

// Check is one subject that was looked at.
type Check struct {
	Name     string // a word or two, such as "disk"
	Summary  string // what was seen, in a line
	Findings []Finding
}

// State is the severity of the worst finding; ok is false where there is none.
func (c Check) State() (worst Severity, found bool) {
	for _, f := range c.Findings {
		worst = max(worst, f.Severity)
	}
	return worst, len(c.Findings) > 0
}

// Facts is what was seen. What could not be seen is zero.
type Facts struct {
	Now  time.Time // of this machine
	Host string    // the engine's address

	Unreachable error // why no engine answers; nothing else is known of one then
	Version     string
	Podman      bool // it is podman that answers in the place of Docker
	OS          string
	API         plan.API
	Local       bool     // the engine runs on this machine
	Complaints  []string // of the engine about its own host
	Skew        time.Duration
	Root        string // the engine's folder of data
	Disk        *Disk
	Usage       *Usage
	Pools       []Pool         // as configured; none: the engine's own
	Routes      []netip.Prefix // of this machine, where the engine runs here
	Containers  []plan.Container
	Networks    []plan.Network
	Endings     []Ending

	Folder  string // where gocompose keeps what it has to remember
	Records []history.Record
	Read    []Memory
	Locks   []lock.Found
	Helpers []Helper
	Config  error // why the docker configuration cannot be read
	Classic bool  // the environment asks for the classic builder
}

// Disk is the room on the file system of the engine's data, in bytes.
type Disk struct{ Free, Total uint64 }

// Usage is what the engine's data take, in bytes, and how much of it is in no use.
type Usage struct{ Images, IdleImages, Layers, Cache, IdleCache int64 }

// Pool is a range from which the engine takes subnets of Bits each.
type Pool struct {
	Base netip.Prefix
	Bits int
}

// Ending is a container that did not end as it should.
type Ending struct {
	Container, Project, Service string

	Time   time.Time
	Memory bool          // for lack of memory; else it was killed since it did not heed
	Signal string        // the number of the signal that it did not heed
	After  time.Duration // how long it had for that
}

// Memory is what is remembered of a container on some engine.
type Memory struct {
	ID   string
	Time time.Time
}

// Helper is a program that keeps logins, named docker-credential-NAME.
type Helper struct {
	Name     string
	Registry string   // that it is for; empty: for all
	Pos      diag.Pos // in the docker configuration
	Missing  bool
}

// Examine judges what was seen of the engine and of this machine. What is said of projects
// is about all, or the named one.
func Examine(f Facts, project string) []Check {
	here := []Check{logins(f), locks(f), records(f)}
	if f.Unreachable != nil {
		return append([]Check{unreachable(f)}, here...)
	}
	narrowed := f
	narrowed.Containers, narrowed.Endings = of(f.Containers, project), about(f.Endings, project)
	return append([]Check{version(f), attributes(f), builder(f), clock(f), disk(f), pools(f), networks(f),
		replacements(narrowed), containers(narrowed), endings(narrowed), earlier(narrowed)}, here...)
}

// of gives the containers of a project, or of all.
func of(containers []plan.Container, project string) (out []plan.Container) {
	for _, c := range containers {
		if project == "" || c.Project == project {
			out = append(out, c)
		}
	}
	return out
}

// about gives the endings of a project's containers, or of all.
func about(endings []Ending, project string) (out []Ending) {
	for _, e := range endings {
		if project == "" || e.Project == project {
			out = append(out, e)
		}
	}
	return out
}

package doctor

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"gocompose/engine/lock"
	"gocompose/engine/plan"
)

// What is kept for whom it may concern, until nobody was concerned for so long.
const (
	forgotten    = 90 * 24 * time.Hour
	oldLock      = 7 * 24 * time.Hour
	manyLocks    = 100
	longWork     = 15 * time.Minute
	writesAtOnce = time.Hour // a file that takes longer to be written never will be
)

// records judges the versions for rollback, and what is remembered of containers.
func records(f Facts) Check {
	versions := 0
	c := Check{Name: "state"}
	for _, r := range f.Records {
		versions += r.Versions
		for _, path := range r.Broken {
			c.Findings = append(c.Findings, Finding{Severity: Warning, Summary: path + " is no recorded version, so rollback refuses the project", Command: []string{"rm", path}})
		}
		for _, path := range slices.Sorted(maps.Keys(r.Unfinished)) {
			if f.Now.Sub(r.Unfinished[path]) > writesAtOnce {
				c.Findings = append(c.Findings, Finding{Summary: path + " was never written to its end", Command: []string{"rm", path}})
			}
		}
	}
	c.Summary = fmt.Sprintf("%d versions of %d projects in %s", versions, len(f.Records), f.Folder)
	if f.Unreachable == nil {
		c.Findings = append(c.Findings, stale(f)...)
	}
	return c
}

// stale finds what is kept of projects and containers that the engine does not
// have, and that nothing was added to for long. Other engines of this user
// cannot be asked, so only versions that are of this one count.
func stale(f Facts) (out []Finding) {
	for _, r := range f.Records {
		there := slices.ContainsFunc(f.Containers, func(c plan.Container) bool { return c.Project == r.Project })
		if r.Host == f.Host && !there && f.Now.Sub(r.Last) > forgotten {
			out = append(out, Finding{Command: []string{"rm", "-r", r.Dir},
				Summary: fmt.Sprintf("%d versions of project %s are kept, which has no containers; the last is of %s ago", r.Versions, r.Project, age(f, r.Last))})
		}
	}
	var old []string
	for _, m := range f.Read {
		there := slices.ContainsFunc(f.Containers, func(c plan.Container) bool { return c.ID == m.ID })
		if !there && f.Now.Sub(m.Time) > forgotten {
			old = append(old, filepath.Join(f.Folder, "read", m.ID))
		}
	}
	if len(old) > 0 {
		out = append(out, Finding{Summary: fmt.Sprintf("what containers have read is remembered of %d that this engine does not have", len(old)),
			Command: append([]string{"rm"}, old...)})
	}
	return out
}

// locks tells who works on a project for long, and which locks cannot be had.
// One whose owner has died is none: the kernel frees it.
func locks(f Facts) Check {
	held, old := 0, 0
	c := Check{Name: "locks"}
	for _, l := range f.Locks {
		switch {
		case l.Broken != nil:
			c.Findings = append(c.Findings, Finding{Severity: Error, Summary: fmt.Sprintf("a project cannot be locked: %s: %v", l.Path, l.Broken), Command: []string{"sudo", "rm", "-r", l.Path}})
		case l.Held:
			held++
			c.Findings = append(c.Findings, busy(f, l)...)
		case f.Now.Sub(l.Written) > oldLock:
			old++
		}
	}
	if old >= manyLocks {
		c.Findings = append(c.Findings, Finding{Summary: fmt.Sprintf("%d locks of commands that ended more than a week ago lie in %s", old, filepath.Dir(f.Locks[0].Path)),
			Command: []string{"find", filepath.Dir(f.Locks[0].Path), "-maxdepth", "1", "-name", "gocompose-*.lock", "-mtime", "+7", "-delete"}})
	}
	c.Summary = "none is held, and a lock ends with its owner"
	if held > 0 {
		c.Summary = fmt.Sprintf("%d held by commands at work", held)
	}
	return c
}

// busy tells of a command that has worked for long, which others wait for.
func busy(f Facts, l lock.Found) []Finding {
	if f.Now.Sub(l.Written) < longWork {
		return nil
	}
	return []Finding{{Summary: l.Owner.String() + " has worked on a project for " + age(f, l.Written) + ", and other commands wait for it",
		Hint: "let it end, or end it", Command: []string{"kill", fmt.Sprint(l.Owner.PID)}}}
}

package compose

import (
	"fmt"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// What a project may take, so that its work and memory are bounded by a few
// files' size, whatever they name a thousand times.
const (
	maxTotal    = 16 << 20 // bytes of all Compose files
	maxGrown    = 32 << 20 // bytes that variables add to all texts
	maxBrought  = 300_000  // values that services take over from those they extend
	maxChain    = 100      // services that extend one another
	maxEntries  = 100_000  // of a map or list
	maxServices = 20_000
)

// budget counts what a Load has taken so far.
type budget struct {
	failed, warned int // problems of the loader
	total          int // bytes of Compose files
	grown          int // bytes that variables added
	brought        int // values that services took over
}

// affords counts, and reports at the place where the count goes beyond its
// limit; what comes after is left out in silence.
func (l *loader) affords(count *int, n, limit int, pos diag.Pos, what string) bool {
	before := *count
	*count += n
	if before <= limit && *count > limit {
		l.partial = true
		l.fail(pos, fmt.Sprintf(what, limit), "check that nothing is repeated without need")
	}
	return *count <= limit
}

// tooDeep refuses a chain of services that extend one another, for each step
// of it goes with all that lie above.
func (l *loader) tooDeep(chain []link) bool {
	if len(chain) <= maxChain {
		return false
	}
	l.partial = true
	l.fail(chain[0].pos, fmt.Sprintf("more than %d services extend one another in a row", maxChain), "let them extend one that they have in common")
	return true
}

// brings tells whether one more service may take over a base.
func (l *loader) brings(base *tree.Node, pos diag.Pos) bool {
	return l.affords(&l.brought, base.Size(), maxBrought, pos, "services take over more than %d values from those they extend")
}

// few tells whether a map or list has no more entries than a limit.
func (d *decoder) few(s spot, limit int, what string) bool {
	n := len(s.Entries) + len(s.Items)
	if n > limit {
		d.fail(s.key, "check that nothing is repeated without need, or make projects of parts", "%s has %d %s, the limit is %d", s.name, n, what, limit)
	}
	return n <= limit
}

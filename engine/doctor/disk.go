package doctor

import (
	"fmt"

	"github.com/docker/go-units"
)

// What is too little room, and how much in no use is worth a word.
const (
	leastRoom  = 500 * units.MB // with less, pulls and builds fail
	leastParts = 50             // or less than 1/50 of all
	tightParts = 10             // less than 1/10 is tight
	muchIdle   = 10 * units.GB
)

func disk(f Facts) Check {
	c := Check{Name: "disk", Summary: "its room is not known: the engine runs elsewhere"}
	if f.Disk != nil {
		c.Summary = fmt.Sprintf("%s of %s free in %s", bytes(f.Disk.Free), bytes(f.Disk.Total), f.Root)
	}
	if f.Usage == nil {
		c.Summary += "; what takes it is not known, since the engine still counts (`docker system df`)"
	} else {
		c.Summary += "; " + f.Usage.text()
	}
	switch {
	case f.Disk != nil && (f.Disk.Free < leastRoom || f.Disk.Free < f.Disk.Total/leastParts):
		c.Findings = reclaim(f, Error, fmt.Sprintf("the disk of %s is full: %s are left", f.Root, bytes(f.Disk.Free)))
	case f.Disk != nil && f.Disk.Free < f.Disk.Total/tightParts:
		c.Findings = reclaim(f, Warning, fmt.Sprintf("the disk of %s is nearly full: %s of %s are left", f.Root, bytes(f.Disk.Free), bytes(f.Disk.Total)))
	case f.Usage != nil && f.Usage.IdleCache+f.Usage.IdleImages > muchIdle:
		c.Findings = reclaim(f, Advice, bytes(f.Usage.IdleCache+f.Usage.IdleImages)+" of images and build cache are in no use")
	}
	return c
}

// text gives "images 1.1GB (300MB in no use), …".
func (u Usage) text() string {
	return fmt.Sprintf("images %s (%s in no use), containers %s, build cache %s (%s in no use)",
		bytes(u.Images), bytes(u.IdleImages), bytes(u.Layers), bytes(u.Cache), bytes(u.IdleCache))
}

// reclaim gives a finding for what frees most; volumes are nobody's to remove.
func reclaim(f Facts, severity Severity, summary string) []Finding {
	out := Finding{Severity: severity, Summary: summary, Command: []string{"docker", "system", "prune"}, Hint: "stopped containers go, too"}
	switch u := f.Usage; {
	case u == nil:
	case u.IdleCache >= u.IdleImages && u.IdleCache > 0:
		out.Command, out.Hint = []string{"docker", "builder", "prune"}, bytes(u.IdleCache)+" of build cache go, and later builds take longer"
	case u.IdleImages > 0:
		out.Command, out.Hint = []string{"docker", "image", "prune", "-a"}, bytes(u.IdleImages)+" of images that no container uses go, and have to be pulled or built again"
	}
	return []Finding{out}
}

func bytes[N int64 | uint64](n N) string { return units.HumanSize(float64(n)) }

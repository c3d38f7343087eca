package compose

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gocompose/compose/diag"
)

// sharedImages warns of services that give one image name to different builds:
// only one of them is made, since an image that is shared is made once.
func (c *checker) sharedImages() {
	first := map[string]*Service{}
	for _, name := range c.project.ServiceNames() {
		s := c.project.Services[name]
		if s.Build == nil {
			continue
		}
		image := c.project.ImageName(s)
		other := first[image]
		switch {
		case other == nil:
			first[image] = s
		case !sameBuild(s.Build, other.Build):
			c.problems.Add(diag.Diagnostic{
				Severity: diag.Warning, Pos: s.At("build"),
				Summary: fmt.Sprintf("%s and %s build image %s in different ways, and only one of them is made", other.Name, s.Name, image),
				Hint:    "give them different images",
				Related: []diag.Related{{Pos: other.At("build"), Note: "the other build of " + image}},
			})
		}
	}
}

// sameBuild compares two builds by their canonical form.
func sameBuild(a, b *Build) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

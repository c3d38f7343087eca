package engine

import (
	"strings"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// homes are those that labels of containers name, each looked up once: the
// containers of a project mostly have the same.
type homes map[[2]string]compose.Home

// of gives the home that a container's labels name; nowhere where it has none.
func (h homes) of(c plan.Container) compose.Home {
	if c.WorkingDir == "" {
		return compose.Home{}
	}
	key := [2]string{c.WorkingDir, c.Files}
	home, known := h[key]
	if !known {
		home = compose.HomeOf(c.WorkingDir, strings.Split(c.Files, ","))
		h[key] = home
	}
	return home
}

package compose

import (
	"path"
	"strings"

	"gocompose/compose/tree"
)

// tmpfsTarget gives the path of an item of tmpfs, "path[:options]".
func tmpfsTarget(n *tree.Node) string {
	target, _, _ := strings.Cut(n.Value, ":")
	if target == "" {
		return ""
	}
	return path.Clean(target)
}

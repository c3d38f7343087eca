package compose

import (
	"path"
	"strings"

	"gocompose/compose/tree"
)

// mountTarget gives the path in the container of an item of volumes, which is
// what makes two items the same when files are merged.
func mountTarget(n *tree.Node) string {
	target := ""
	switch n.Kind {
	case tree.Map:
		if t := n.Get("target"); t != nil {
			target = t.Value
		}
	case tree.Scalar:
		if parts := mountParts(n.Value); len(parts) == 1 {
			target = parts[0]
		} else {
			target = parts[1]
		}
	}
	if target == "" {
		return ""
	}
	return path.Clean(target)
}

// isHostPath tells a path on the host from the name of a volume.
func isHostPath(v string) bool {
	return v != "" && strings.ContainsRune("./~", rune(v[0])) || strings.HasPrefix(v, `\\`) || isDrive(v)
}

// isDrive tells whether v begins as a path on a Windows drive does.
func isDrive(v string) bool {
	return len(v) > 1 && v[1] == ':' && (v[0]|0x20 >= 'a' && v[0]|0x20 <= 'z')
}

// hostPath makes a path on the host absolute, but leaves those of Windows.
func (d *decoder) hostPath(s spot, v string) string {
	if isDrive(v) || strings.HasPrefix(v, `\\`) {
		return v
	}
	return d.path(s, v)
}

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

// tmpfs decodes "path[:options]"; Merge has made a list of a single text.
func tmpfs(d *decoder, s spot, into *Service) {
	texts(func(s *Service) *[]string { return &s.Tmpfs })(d, s, into)
	for i := range s.Items {
		item := s.item(i)
		target, _, _ := strings.Cut(item.Value, ":")
		switch {
		case item.Kind != tree.Scalar || item.Tag != tree.TagString:
		case !strings.HasPrefix(target, "/"):
			d.fail(item.at(), "write /"+strings.TrimPrefix(target, "./"), "tmpfs target %q is not an absolute path", target)
		case path.Clean(target) == "/":
			d.fail(item.at(), "write such as /tmp", "a tmpfs cannot be the root folder")
		}
	}
}

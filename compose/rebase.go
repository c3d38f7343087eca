package compose

import (
	"path/filepath"
	"strings"

	"gocompose/compose/tree"
)

// rebase gives a document of another folder as if it lay in the project
// directory: relative paths begin with folder, which is relative to the project
// directory or absolute. Places stay. What names no file of this machine, and
// what begins with ~, stays too.
func rebase(n *tree.Node, folder string) *tree.Node {
	if folder == "." {
		return n
	}
	for _, p := range pathsOfFiles {
		n = edit(n, strings.Split(p.path, "."), func(v *tree.Node) *tree.Node { return p.rebased(v, folder) })
	}
	return n
}

// pathsOfFiles says where a document has paths: docker compose's "path
// resolution". The files of include and extends are not among them, for they
// are read before.
var pathsOfFiles = []struct {
	path    string
	rebased func(n *tree.Node, folder string) *tree.Node
}{
	{"configs.*.file", rebasedText},
	{"secrets.*.file", rebasedText},
	{"services.*.build", rebasedBuild},
	{"services.*.develop.watch.*.path", rebasedText},
	{"services.*.env_file", rebasedEnvFile},
	{"services.*.label_file", rebasedTexts},
	{"services.*.volumes.*", rebasedMount},
	{"volumes.*", rebasedVolume},
}

// edit replaces the values at a path, where * is any key or item.
func edit(n *tree.Node, path []string, replace func(*tree.Node) *tree.Node) *tree.Node {
	switch {
	case n == nil:
		return nil
	case len(path) == 0:
		return replace(n)
	case path[0] == "*":
		return n.Below(func(v *tree.Node) *tree.Node { return edit(v, path[1:], replace) })
	}
	return n.With(path[0], edit(n.Get(path[0]), path[1:], replace))
}

// moved gives a path as the project directory sees it.
func moved(path, folder string) string {
	if path == "" || path[0] == '~' || filepath.IsAbs(path) || isDrive(path) || strings.HasPrefix(path, `\\`) {
		return path
	}
	return filepath.Join(folder, path)
}

func rebasedText(n *tree.Node, folder string) *tree.Node {
	if n.Kind != tree.Scalar || n.Tag != tree.TagString {
		return n
	}
	if to := moved(n.Value, folder); to != n.Value {
		return n.WithValue(to)
	}
	return n
}

func rebasedTexts(n *tree.Node, folder string) *tree.Node {
	if n.Kind == tree.List {
		return n.Below(func(item *tree.Node) *tree.Node { return rebasedText(item, folder) })
	}
	return rebasedText(n, folder)
}

func rebasedEnvFile(n *tree.Node, folder string) *tree.Node {
	long := func(n *tree.Node) *tree.Node {
		return edit(n, []string{"path"}, func(path *tree.Node) *tree.Node { return rebasedText(path, folder) })
	}
	return rebasedTexts(n, folder).Below(long)
}

func rebasedBuild(n *tree.Node, folder string) *tree.Node {
	context := func(n *tree.Node) *tree.Node {
		if isRemoteContext(n.Value) {
			return n
		}
		return rebasedText(n, folder)
	}
	if n.Kind == tree.Scalar {
		return context(n)
	}
	n = n.With("context", edit(n.Get("context"), nil, context))
	for _, key := range []string{"additional_contexts", "ssh"} {
		n = n.With(key, edit(n.Get(key), nil, func(v *tree.Node) *tree.Node { return rebasedPairs(v, context) }))
	}
	return n
}

// rebasedPairs is for a map, or a list of KEY=VALUE.
func rebasedPairs(n *tree.Node, rebased func(*tree.Node) *tree.Node) *tree.Node {
	return n.Below(func(v *tree.Node) *tree.Node {
		if n.Kind == tree.Map {
			return rebased(v)
		}
		key, value, ok := strings.Cut(v.Value, "=")
		if to := rebased(tree.Str(value)).Value; ok && to != value {
			return v.WithValue(key + "=" + to)
		}
		return v
	})
}

func rebasedMount(n *tree.Node, folder string) *tree.Node {
	if n.Kind == tree.Map {
		if valueOf(n, "type") != MountBind {
			return n
		}
		return n.With("source", edit(n.Get("source"), nil, func(v *tree.Node) *tree.Node { return rebasedText(v, folder) }))
	}
	source, rest, ok := strings.Cut(n.Value, ":")
	if !ok || !strings.HasPrefix(source, ".") {
		return n
	}
	to := moved(source, folder)
	if !filepath.IsAbs(to) && to[0] != '.' {
		to = "./" + to // without the dot it would name a volume
	}
	return n.WithValue(to + ":" + rest)
}

// rebasedVolume is for a bind mount in the guise of a volume.
func rebasedVolume(n *tree.Node, folder string) *tree.Node {
	options := n.Get("driver_opts")
	if valueOf(n, "driver") != "local" || valueOf(options, "o") != "bind" || options.Get("device") == nil {
		return n
	}
	return n.With("driver_opts", options.With("device", rebasedText(options.Get("device"), folder)))
}

// isRemoteContext tells a build context that is no folder of this machine.
func isRemoteContext(context string) bool {
	for _, prefix := range []string{"service:", "github.com/", "git@"} {
		if strings.HasPrefix(context, prefix) {
			return true
		}
	}
	return strings.Contains(context, "://")
}

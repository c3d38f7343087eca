package compose

import (
	"encoding/csv"
	"path/filepath"
	"strings"

	"gocompose/compose/tree"
)

// closedBuild keeps the folders, keys and caches of a remote file's build in
// what came with the file. Its dockerfile is judged when the context is known,
// by dockerfiles.
func (l *loader) closedBuild(n *tree.Node, u *unit) *tree.Node {
	if n.Kind == tree.Scalar {
		return l.closedContext(n, u)
	}
	context := func(n *tree.Node) *tree.Node { return l.closedContext(n, u) }
	key := func(n *tree.Node) *tree.Node { return l.closedKey(n, u) }
	n = n.With("context", edit(n.Get("context"), nil, context))
	n = n.With("additional_contexts", eachValue(n.Get("additional_contexts"), context))
	n = n.With("ssh", eachValue(n.Get("ssh"), key))
	for _, list := range []string{"cache_from", "cache_to"} {
		for _, item := range itemsOf(n.Get(list)) {
			l.closedCache(item)
		}
	}
	return n
}

// eachValue replaces the values of a map, or of a list of KEY=VALUE, of which
// KEY alone has the empty text.
func eachValue(n *tree.Node, replace func(*tree.Node) *tree.Node) *tree.Node {
	if n == nil || n.Kind == tree.Map {
		return n.Below(replace)
	}
	return n.Below(func(item *tree.Node) *tree.Node {
		key, value, ok := strings.Cut(item.Value, "=")
		if to := replace(item.WithValue(value)); ok && to.Value != value {
			return item.WithValue(key + "=" + to.Value)
		}
		return item
	})
}

const layoutPrefix = "oci-layout://"

// closedContext gives the folder of images in the OCI's layout absolutely, for
// builds look for it in the project directory.
func (l *loader) closedContext(n *tree.Node, u *unit) *tree.Node {
	layout, isLayout := strings.CutPrefix(n.Value, layoutPrefix)
	switch {
	case n.Kind != tree.Scalar:
	case isLayout:
		folder := layout[:strings.IndexAny(layout+"@", ":@")]
		if path, ok := l.confine(u, spot{Node: n.WithValue(folder), key: n.Pos}); ok {
			return n.WithValue(layoutPrefix + path + layout[len(folder):])
		}
	case !remoteContext(n.Value) || isHostPath(n.Value):
		l.confine(u, spot{Node: n, key: n.Pos})
	}
	return n
}

// closedKey judges one value of build.ssh, of which nothing stands for the agent.
func (l *loader) closedKey(n *tree.Node, u *unit) *tree.Node {
	switch {
	case n.IsNull() || n.Value == "":
		l.warn(n.Pos, "a remote file builds with your SSH agent", "see that its Dockerfile may use your keys, or override ssh")
	case n.Kind == tree.Scalar:
		l.confine(u, spot{Node: n, key: n.Pos})
	}
	return n
}

// closedCache refuses a folder as a cache: the builder would read it, or write
// to it, as the caller.
func (l *loader) closedCache(n *tree.Node) {
	fields, err := csv.NewReader(strings.NewReader(n.Value)).Read()
	if err != nil {
		return // which the builder refuses
	}
	for _, field := range fields {
		key, value, _ := strings.Cut(field, "=")
		if strings.EqualFold(strings.TrimSpace(key), "type") && value == "local" {
			l.broken[n.Pos] = true
			l.partial = true
			l.fail(n.Pos, "a remote file has a folder of this machine as a build cache", "write an image or type=registry, or use a local copy of the file")
		}
	}
}

// closedOption gives the seccomp profile of a remote file absolutely, for the
// engine's side looks for it in the project directory.
func (l *loader) closedOption(n *tree.Node, u *unit) *tree.Node {
	at := strings.IndexAny(n.Value, "=:") + 1
	value := n.Value[at:]
	if at == 0 || n.Value[:at-1] != "seccomp" || value == "" || value == "unconfined" || value == "builtin" || value[0] == '{' {
		return n
	}
	if path, ok := l.confine(u, spot{Node: n.WithValue(value), key: n.Pos}); ok {
		return n.WithValue("seccomp=" + path)
	}
	return n
}

// dockerfiles refuses those that a remote file names outside of its context and
// of what came with it. The context may be another file's.
func (l *loader) dockerfiles(p *Project) {
	for _, name := range sortedKeys(p.all) {
		b := p.all[name].Build
		if b == nil || b.Dockerfile == "" {
			continue
		}
		n := p.all[name].node.Get("build").Get("dockerfile")
		if n == nil {
			continue // the usual name
		}
		if units := l.foreigners[n.Pos.File]; len(units) > 0 && !l.mayBuild(p, b, units) {
			l.outside(spot{Node: n, key: n.Pos})
		}
	}
}

func (l *loader) mayBuild(p *Project, b *Build, units []*unit) bool {
	path := b.Dockerfile
	if !filepath.IsAbs(path) {
		if remoteContext(b.Context) {
			return true
		}
		path = filepath.Join(p.abs(b.Context), path)
		if within(p.abs(b.Context), path) {
			return true
		}
	}
	for _, u := range units {
		if u.mayRead(path) {
			return true
		}
	}
	return false
}

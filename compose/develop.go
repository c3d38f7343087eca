package compose

import (
	"os"
	"path/filepath"
	"strings"

	"gocompose/compose/tree"
)

var developFields = table[Develop]{
	"watch": each(func(v *Develop) *[]Trigger { return &v.Watch }, trigger),
	"x-":    extensions(func(v *Develop) *[]tree.Entry { return &v.Extensions }),
}

var triggerFields = table[Trigger]{
	"action":       word(func(t *Trigger) *string { return &t.Action }, "rebuild", "sync", "restart", "sync+restart", "sync+exec"),
	"exec":         func(d *decoder, s spot, into *Trigger) { hook(d, s, &into.Exec) },
	"ignore":       texts(func(t *Trigger) *[]string { return &t.Ignore }),
	"include":      texts(func(t *Trigger) *[]string { return &t.Include }),
	"initial_sync": truth(func(t *Trigger) *bool { return &t.InitialSync }),
	"path":         textVia(func(t *Trigger) *string { return &t.Path }, (*decoder).watched),
	"target":       text(func(t *Trigger) *string { return &t.Target }),
	"x-":           extensions(func(t *Trigger) *[]tree.Entry { return &t.Extensions }),
}

// trigger decodes one item of develop.watch.
func trigger(d *decoder, s spot, into *Trigger) {
	into.Pos = s.key
	triggerFields.item(d, s, into)
	if s.Kind != tree.Map {
		return
	}
	d.require(s, "path", "add path: the file or folder to look at, such as ./src")
	d.require(s, "action", "add action: rebuild, sync, restart, sync+restart or sync+exec")
	if strings.HasPrefix(into.Action, "sync") && into.Target == "" {
		d.fail(s.key, "add target: the path in the container that the files go to", "%s has no target to sync to", s.name)
	}
	if into.Action == "sync+exec" && s.Get("exec") == nil {
		d.fail(s.key, "add exec: with a command", "%s has nothing to exec", s.name)
	}
}

// watched makes a path absolute, and follows the first link in it: changes are
// told of where the files really are.
func (d *decoder) watched(s spot, v string) (string, bool) {
	if v == "" {
		d.fail(s.at(), "write such as ./src", "%s is empty", s.name)
		return "", false
	}
	if v = d.path(s, v); d.skip.Paths {
		return v, true
	}
	return unlinked(v), true
}

// unlinked gives an absolute path without the first symbolic link in it.
func unlinked(path string) string {
	for i := 1; i <= len(path); i++ {
		if i < len(path) && path[i] != filepath.Separator {
			continue
		}
		info, err := os.Lstat(path[:i])
		if err != nil {
			return path
		}
		if info.Mode()&os.ModeSymlink != 0 {
			if real, err := filepath.EvalSymlinks(path[:i]); err == nil {
				return real + path[i:]
			}
			return path
		}
	}
	return path
}

package watch

import (
	"io/fs"
	"path/filepath"
	"slices"
)

// temporary is what editors and version control leave beside files while they work.
var temporary = []string{
	"**/.git", "**/.hg", "**/.svn", // repositories
	"**/4913", "**/*~", "**/.*.sw[a-z]", "**/.*.swpx", "**/.*.un~", // Vim: a test whether it may write, backups, swap and undo files
	"**/.#*", "**/#*#", // Emacs: locks and autosaves
	"**/*___jb_old___", "**/*___jb_tmp___", "**/.idea", // JetBrains
	"**/*.kate-swp", "**/.goutputstream-*", "**/.~lock.*#", // Kate, GNOME, LibreOffice
}

// Matches tells whether the rule is about an absolute path.
func (r Rule) Matches(name string) bool {
	below, inside := within(r.Path, name)
	switch {
	case !inside, r.ignored(name, below):
		return false
	case below == ".":
		return true
	case r.Syncs() && slices.Contains(r.unsynced, name):
		return false
	}
	return len(r.Include) == 0 || r.include.Match(below)
}

// ignored tells whether a path is to be left alone, by the rule or as no build sees it.
func (r Rule) ignored(name, below string) bool {
	if below != "." && r.ignore.Match(below) {
		return true
	}
	if slices.Contains(r.unsynced, name) {
		return false // an image depends on its Dockerfile, whatever the ignore file says
	}
	inContext, inside := within(r.context, name)
	return r.context != "" && inside && inContext != "." && r.unbuilt.Match(inContext)
}

// Skips tells whether the rule is about nothing at or below a folder.
func (r Rule) Skips(folder string) bool {
	below, inside := within(r.Path, folder)
	if !inside || below == "." {
		return false
	}
	inContext, built := within(r.context, folder)
	return r.ignore.Whole(below) || r.context != "" && built && inContext != "." && r.unbuilt.Whole(inContext)
}

// Present gives all that is there now of what a rule is about.
func (r Rule) Present() (paths []string) {
	_ = filepath.WalkDir(r.Path, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read cannot be synced
		case entry.IsDir() && r.Skips(path):
			return filepath.SkipDir
		case r.Matches(path):
			paths = append(paths, path)
		}
		return nil
	})
	return paths
}

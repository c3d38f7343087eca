package compose

import (
	"path/filepath"
	"slices"
)

// Home is where the files of a project are, symbolic links followed: what tells
// it from another project of the same name. The zero Home is nowhere.
type Home struct {
	Folder string
	Files  []string // in order of merging, "-" for standard input
}

// HomeOf gives the home that a folder and files name. What is not on this
// machine, such as the folder of another one that uses the same engine, counts
// as it is written.
func HomeOf(folder string, files []string) Home {
	h := Home{Folder: followed(folder)}
	for _, f := range files {
		h.Files = append(h.Files, followed(f))
	}
	return h
}

func followed(path string) string {
	if !filepath.IsAbs(path) {
		return path
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return filepath.Clean(path)
}

// Shares tells whether two homes are one folder and have a file in common: then
// they are the same project, of which another file may have come or gone.
func (h Home) Shares(other Home) bool {
	return h.Folder == other.Folder && slices.ContainsFunc(h.Files, func(f string) bool { return slices.Contains(other.Files, f) })
}

// Elsewhere tells whether another home is known to be in another folder.
func (h Home) Elsewhere(other Home) bool {
	return other.Folder != "" && other.Folder != h.Folder
}

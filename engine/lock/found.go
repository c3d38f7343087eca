package lock

import (
	"os"
	"path/filepath"
	"time"
)

// Found is a lock as it lies in its folder.
type Found struct {
	Path    string
	Written time.Time // when it was last taken
	Held    bool      // Linux only: others do not tell without trying
	Owner   Owner     // of one that is held
	Broken  error     // why nobody can take it
}

// Find gives the locks of a folder. None is taken, not even for a moment.
func Find(dir string) ([]Found, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	held := heldOnes()
	var all []Found
	for _, f := range files {
		if match, _ := filepath.Match("gocompose-*.lock", f.Name()); !match {
			continue
		}
		info, err := f.Info()
		if err != nil {
			continue // removed since
		}
		l := Found{Path: filepath.Join(dir, f.Name()), Written: info.ModTime(), Held: held[identity(info)]}
		if !info.Mode().IsRegular() {
			l.Broken = errNoFile
		}
		if l.Held {
			l.Owner = owner(l.Path)
		}
		all = append(all, l)
	}
	return all, nil
}

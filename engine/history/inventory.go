package history

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gocompose/compose/pattern"
)

// Record is what is kept of one project on one engine.
type Record struct {
	Dir        string
	Project    string // as its last version says
	Host       string // the engine that was asked about, if the record is of it
	Versions   int
	Last       time.Time
	Broken     []string             // files that are no versions
	Unfinished map[string]time.Time // files that were not written to their end, by when they were begun
}

// Inventory gives all that is kept. It changes nothing.
func Inventory(folder, engine string) ([]Record, error) {
	dirs, err := os.ReadDir(filepath.Join(folder, "history"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []Record
	for _, d := range dirs {
		all = append(all, recordIn(filepath.Join(folder, "history", d.Name()), engine))
	}
	return all, err
}

// recordIn reads what is kept in a folder. What is just being forgotten is not there.
func recordIn(dir, engine string) Record {
	r := Record{Dir: dir, Unfinished: map[string]time.Time{}}
	files, _ := os.ReadDir(dir)
	last := 0
	for _, f := range files {
		path := filepath.Join(dir, f.Name())
		if filepath.Ext(path) != ".yaml" {
			if info, err := f.Info(); err == nil {
				r.Unfinished[path] = info.ModTime()
			}
			continue
		}
		v, err := read(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			r.Broken = append(r.Broken, path)
		default:
			r.Versions++
			if v.Number > last {
				last, r.Last, r.Project = v.Number, v.Time, projectOf(path)
			}
		}
	}
	if filepath.Base(dir) == nameOf(engine, r.Project) {
		r.Host = engine
	}
	slices.Sort(r.Broken)
	return r
}

var nameLine = pattern.New(`(?m)^name: "?([a-z0-9_-]+)"?$`)

// projectOf reads the project's name out of a version's Compose file.
func projectOf(path string) string {
	text, err := os.ReadFile(path)
	if found := nameLine().FindSubmatch(text); err == nil && found != nil {
		return string(found[1])
	}
	return ""
}

// Package history keeps the versions that a project went through on an engine,
// so that services can return to an earlier one.
//
// A version is a file NNNN.yaml below the user's state folder. It is a Compose
// file with nothing left to interpolate; its first line is a comment with what
// Version tells, as JSON. Values of environment variables stand in it, so only
// the user may read it; the contents of secrets do not.
package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/moby/sys/atomicwriter"
)

// most is how many versions of a project are kept.
const most = 20

// Version is what a project became at one time. What it says of a service holds
// until a later version says something else of it.
type Version struct {
	Number   int                `json:"version"` // 1, 2, …
	Time     time.Time          `json:"time"`
	Changed  []string           `json:"changed"` // services that became something else, sorted
	Services map[string]Service `json:"services"`
	Path     string             `json:"-"` // of the Compose file
}

// Service is what the containers of a service were.
type Service struct {
	Hash    string   `json:"hash"`              // config hash, peers by name
	Image   string   `json:"image"`             // id
	Digests []string `json:"digests,omitempty"` // by which registries know the image: "redis@sha256:…"
	// Loose is that containers may have another hash: it has the ids of others in
	// it, or is another tool's.
	Loose bool `json:"loose,omitempty"`
	// Origin is the version that it returned to; 0 where it is as the files were.
	Origin int `json:"origin,omitempty"`
}

// same tells whether two are alike, wherever they come from.
func (s Service) same(other Service) bool { return s.Hash == other.Hash && s.Image == other.Image }

// Like tells whether a container is as the service's were.
func (s Service) Like(container Service) bool {
	return s.Image == container.Image && (s.Loose || s.Hash == container.Hash)
}

// Log is the versions of one project on one engine.
type Log struct{ dir string }

// Folder gives where the user's own gocompose keeps what it has to remember.
func Folder(getenv func(string) string) (string, error) {
	state := getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) { // what is not absolute does not count (XDG Base Directory Specification)
		home := getenv("HOME")
		if home == "" {
			return "", errors.New("neither XDG_STATE_HOME nor HOME is set")
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "gocompose"), nil
}

// Open gives the log of a project; engine is the engine's address. Nothing is read yet.
func Open(getenv func(string) string, engine, project string) (Log, error) {
	folder, err := Folder(getenv)
	if err != nil {
		return Log{}, err
	}
	return Log{filepath.Join(folder, "history", nameOf(engine, project))}, nil
}

// nameOf gives the name of a project's folder.
func nameOf(engine, project string) string {
	sum := sha256.Sum256([]byte(engine + "\x00" + project))
	return hex.EncodeToString(sum[:8])
}

// Versions gives what was recorded, the oldest first.
func (l Log) Versions() (Versions, error) {
	paths, err := filepath.Glob(filepath.Join(l.dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var all Versions
	for _, path := range paths {
		v, err := read(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // just forgotten
		}
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b Version) int { return a.Number - b.Number })
	return all, nil
}

// read reads the first line of a version.
func read(path string) (Version, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Version{}, err
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	v := Version{Path: path}
	if err := json.Unmarshal(bytes.TrimPrefix(line, []byte("# ")), &v); err != nil {
		return Version{}, fmt.Errorf("%s is no recorded version: %w; remove the file", path, err)
	}
	return v, nil
}

// Add records a version with its Compose file, and forgets the oldest ones. It
// is there whole or not at all.
func (l Log) Add(v Version, file []byte) error {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return err
	}
	head, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := atomicwriter.WriteFile(l.path(v.Number), fmt.Appendf(nil, "# %s\n%s", head, file), 0o600); err != nil {
		return err
	}
	return l.trim(v.Number - most)
}

// trim forgets the versions up to a number.
func (l Log) trim(last int) error {
	for n := last; n > 0; n-- {
		err := os.Remove(l.path(n))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l Log) path(number int) string { return filepath.Join(l.dir, fmt.Sprintf("%04d.yaml", number)) }

// Forget forgets all versions.
func (l Log) Forget() error { return os.RemoveAll(l.dir) }

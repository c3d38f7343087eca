package remote

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/moby/sys/atomicwriter"
	"github.com/opencontainers/go-digest"
)

// store is the cache's folder.
type store struct{ dir string }

const (
	treeName    = "tree"    // the files, in the folder of one content
	skippedName = "skipped" // the paths that were left out, each ended by a zero byte
	temporary   = "tmp-"
	roomy       = "check the permissions and the free space of the cache folder"

	// stale is how old what is being fetched must be to be what a killed run left.
	stale = 24 * time.Hour
)

// openStore makes the folder if need be, and makes it the user's alone.
func openStore(dir string) (store, error) {
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		err = private(dir)
	}
	if err != nil {
		return store{}, unusable(err, roomy)
	}
	return store{dir}, nil
}

// private takes the folder away from everybody else. Who does not own it cannot.
func private(dir string) error {
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// place gives where the content of a full commit or a digest is kept.
func (s store) place(kind Kind, revision string) string {
	if kind == OCI {
		return filepath.Join(s.dir, "oci", strings.ReplaceAll(revision, ":", "-"))
	}
	return filepath.Join(s.dir, "git", revision)
}

func (s store) has(kept string) bool {
	info, err := os.Lstat(kept)
	return err == nil && info.IsDir()
}

// temporary makes a folder for what is being fetched, and removes those that
// were left behind.
func (s store) temporary() (string, error) {
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), temporary) && time.Since(info.ModTime()) > stale {
			os.RemoveAll(filepath.Join(s.dir, e.Name()))
		}
	}
	dir, err := os.MkdirTemp(s.dir, temporary)
	if err != nil {
		return "", unusable(err, roomy)
	}
	return dir, nil
}

// keep moves complete content to its place. When another process was faster,
// the same content is there.
func (s store) keep(from, kept string) error {
	err := os.MkdirAll(filepath.Dir(kept), 0o700)
	if err == nil {
		err = os.Rename(from, kept)
	}
	if err != nil && !s.has(kept) {
		return unusable(err, roomy)
	}
	return nil
}

// skipped gives the paths that were left out of kept content.
func (s store) skipped(kept string) []string {
	text, err := os.ReadFile(filepath.Join(kept, skippedName))
	if err != nil || len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\x00"), "\x00")
}

// record gives the file that says what a ref was. Its name hides the address,
// which may have a password.
func (s store) record(ref Ref) string {
	sum := sha256.Sum256([]byte(ref.whole().Remote + "\x00" + ref.Revision))
	kind := "git-"
	if ref.Kind == OCI {
		kind = "oci-"
	}
	return filepath.Join(s.dir, "refs", kind+hex.EncodeToString(sum[:]))
}

// recall gives the commit or digest that a ref stood for when it was last
// looked up, and "" when that is not known.
func (s store) recall(ref Ref) string {
	text, err := os.ReadFile(s.record(ref))
	revision := strings.TrimSpace(string(text))
	if err != nil || !ref.at(revision).exact() {
		return ""
	}
	return revision
}

// exact tells whether the revision is a full commit or a digest that can be
// checked: only such a one may become the name of a folder.
func (r Ref) exact() bool {
	if r.Kind == OCI {
		return digest.Digest(r.Revision).Validate() == nil
	}
	return isCommit(r.Revision)
}

// remember writes down what a ref stands for, for when there is no network.
func (s store) remember(ref Ref, revision string) error {
	if s.recall(ref) == revision {
		return nil
	}
	path := s.record(ref)
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = atomicwriter.WriteFile(path, []byte(revision+"\n"), 0o600)
	}
	if err != nil {
		return unusable(err, roomy)
	}
	return nil
}

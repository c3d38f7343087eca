package remote

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// snapshot is the folder that content is written to, through an os.Root, so
// that no name leads out of it whatever the checks before would miss.
type snapshot struct {
	ref    Ref
	limits Limits
	dir    string
	root   *os.Root

	files   int
	bytes   int64
	skipped []string
}

func newSnapshot(ref Ref, limits Limits, dir string) (*snapshot, error) {
	if err := os.MkdirAll(filepath.Join(dir, treeName), 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(filepath.Join(dir, treeName))
	if err != nil {
		return nil, err
	}
	return &snapshot{ref: ref, limits: limits, dir: dir, root: root}, nil
}

// count admits one more file or folder of a size in bytes, by the limits.
func (s *snapshot) count(size int64) error {
	s.files++
	s.bytes += size
	switch {
	case s.files > s.limits.files():
		return s.ref.tooManyFiles(s.limits)
	case size < 0 || s.bytes > s.limits.bytes():
		return s.ref.tooManyBytes(s.limits)
	}
	return nil
}

// check refuses paths that lead out of the folder, or that git or the system
// gives a meaning of its own.
func (s *snapshot) check(path string) error {
	parts := strings.Split(path, "/")
	if len(parts) > s.limits.depth() {
		return s.ref.tooDeep(path, s.limits)
	}
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return s.ref.unsafe(path, "which leads out of the folder")
	}
	for _, part := range parts {
		if part == "" || part == "." || part == ".." {
			return s.ref.unsafe(path, "which leads out of the folder")
		}
		if isGitDir(part) {
			return s.ref.unsafe(path, "where git would look for its own settings")
		}
	}
	return nil
}

// isGitDir tells whether a file system may take name for .git: without regard
// to case, to dots and spaces at the end, to a stream's name (:), to the short
// names of NTFS, or to the characters that HFS+ ignores.
func isGitDir(name string) bool {
	name = strings.Map(func(r rune) rune {
		if r >= 0x200c && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x206a && r <= 0x206f || r == 0xfeff {
			return -1
		}
		return r
	}, strings.ToLower(name))
	name, _, _ = strings.Cut(name, ":")
	name = strings.TrimRight(name, ". ")
	return name == ".git" || name == "git~1"
}

// add writes one file of a size in bytes, which count has admitted.
func (s *snapshot) add(path string, mode fs.FileMode, size int64, src io.Reader) error {
	if err := s.check(path); err != nil {
		return err
	}
	name := filepath.FromSlash(path)
	err := s.root.MkdirAll(filepath.Dir(name), 0o755)
	if err == nil {
		err = s.write(name, mode, size, src)
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTDIR) {
		return s.ref.unsafe(path, "which is there twice")
	}
	if errors.Is(err, syscall.ENAMETOOLONG) {
		return s.ref.unsafe(path, "which is too long a name")
	}
	return err
}

func (s *snapshot) write(name string, mode fs.FileMode, size int64, src io.Reader) error {
	f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	n, err := io.Copy(f, io.LimitReader(src, size))
	if err = errors.Join(err, f.Close()); err == nil && n != size {
		err = fmt.Errorf("%s ends after %d of %d bytes", name, n, size)
	}
	return err
}

// finish writes down what was left out.
func (s *snapshot) finish() error {
	if len(s.skipped) == 0 {
		return nil
	}
	slices.Sort(s.skipped)
	text := strings.Join(s.skipped, "\x00") + "\x00"
	return os.WriteFile(filepath.Join(s.dir, skippedName), []byte(text), 0o600)
}

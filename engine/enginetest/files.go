package enginetest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/docker/docker/api/types/mount"
)

// storedFile is a file or folder inside a container or a volume.
type storedFile struct {
	mode    fs.FileMode
	data    []byte
	changed time.Time
}

// place is where a path of a container really is: on the host under a bind mount,
// else in a tree of stored files.
type place struct {
	host     string
	tree     map[string]storedFile
	path     string // inside tree, absolute
	readOnly bool
}

// place finds the mount with the longest fitting destination.
func (s *Server) place(c *container, name string) place {
	name = path.Clean("/" + name)
	best := place{tree: c.files, path: name, readOnly: c.host.ReadonlyRootfs}
	longest := -1
	for _, m := range c.mounts {
		rest, inside := under(name, m.Destination)
		if !inside || len(m.Destination) <= longest {
			continue
		}
		longest = len(m.Destination)
		best = place{tree: c.files, path: name, readOnly: !m.RW}
		switch v := s.volumes[m.Name]; {
		case m.Type == mount.TypeBind:
			best.host = filepath.Join(m.Source, filepath.FromSlash(rest))
			if v, inside := s.behind(m.Source); v != nil {
				best.host, best.tree, best.path = "", v.files, path.Join(inside, rest)
			}
		case m.Type == mount.TypeVolume && v != nil:
			best.tree, best.path = v.files, rest
		}
	}
	return best
}

// behind gives the volume whose files a path of the engine's host leads to, and
// the path inside it.
func (s *Server) behind(hostPath string) (v *volume, inside string) {
	rest, ok := strings.CutPrefix(hostPath, "/var/lib/docker/volumes/")
	name, rest, data := strings.Cut(rest, "/_data")
	if v = s.volumes[name]; !ok || !data || v == nil {
		return nil, ""
	}
	return v, path.Clean("/" + rest)
}

// onHost tells whether a path of the engine's host exists.
func (s *Server) onHost(hostPath string) bool {
	if v, inside := s.behind(hostPath); v != nil {
		_, ok := v.files[inside]
		return ok || isFolder(v.files, inside)
	}
	_, err := os.Stat(hostPath)
	return err == nil
}

// under gives the rest of the name below a folder, starting with a slash.
func under(name, folder string) (rest string, inside bool) {
	folder = path.Clean(folder)
	if name == folder {
		return "/", true
	}
	rest, inside = strings.CutPrefix(name, strings.TrimSuffix(folder, "/")+"/")
	return "/" + rest, inside
}

// readFile is as os.ReadFile inside the container.
func (s *Server) readFile(c *container, name string) ([]byte, error) {
	p := s.place(c, name)
	if p.host != "" {
		data, err := os.ReadFile(p.host)
		return data, renamed(err, name)
	}
	file, ok := p.tree[p.path]
	switch {
	case !ok && !isFolder(p.tree, p.path):
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.ENOENT}
	case !ok || file.mode.IsDir():
		return nil, &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	}
	return file.data, nil
}

func (s *Server) writeFile(c *container, name string, data []byte) error {
	p := s.place(c, name)
	switch {
	case p.readOnly:
		return &fs.PathError{Op: "open", Path: name, Err: syscall.EROFS}
	case p.host != "":
		return renamed(os.WriteFile(p.host, data, 0o644), name)
	case !isFolder(p.tree, path.Dir(p.path)):
		return &fs.PathError{Op: "open", Path: name, Err: syscall.ENOENT}
	}
	p.tree[p.path] = storedFile{0o644, data, s.now()}
	return nil
}

func (s *Server) removeAll(c *container, name string) error {
	p := s.place(c, name)
	switch {
	case p.readOnly:
		return &fs.PathError{Op: "unlinkat", Path: name, Err: syscall.EROFS}
	case p.host != "":
		return renamed(os.RemoveAll(p.host), name)
	}
	for stored := range p.tree {
		if _, inside := under(stored, p.path); inside {
			delete(p.tree, stored)
		}
	}
	return nil
}

// renamed makes an error of the host speak of the container's path.
func renamed(err error, name string) error {
	if bad, ok := err.(*fs.PathError); ok {
		return &fs.PathError{Op: bad.Op, Path: name, Err: bad.Err}
	}
	return err
}

// isFolder holds for the folders that every image has, for stored ones, and for
// those on the way to a stored file.
func isFolder(tree map[string]storedFile, name string) bool {
	if name == "/" || slices.Contains(usualFolders, name) || tree[name].mode.IsDir() {
		return true
	}
	for stored := range tree {
		if strings.HasPrefix(stored, name+"/") {
			return true
		}
	}
	return false
}

var usualFolders = []string{"/bin", "/dev", "/etc", "/proc", "/sys", "/tmp"}

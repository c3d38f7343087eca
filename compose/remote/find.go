package remote

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// local finds the Compose file in fetched content.
func (s store) local(ref Ref, kept, revision string) (Local, error) {
	local := Local{Dir: filepath.Join(kept, treeName), Resolved: revision, Skipped: s.skipped(kept)}
	root, err := os.OpenRoot(local.Dir)
	if err != nil {
		return Local{}, unusable(err, "remove "+kept+", and it is fetched again")
	}
	defer root.Close()
	if info, err := root.Stat(subdir(ref)); err == nil && !info.IsDir() {
		local.File = filepath.Join(local.Dir, filepath.FromSlash(ref.Subdir))
		return local, nil
	} else if err != nil {
		return Local{}, ref.missing(local, err)
	}
	for _, name := range fileNames {
		path := filepath.Join(subdir(ref), name)
		if info, err := root.Stat(path); err == nil && info.Mode().IsRegular() {
			local.File = filepath.Join(local.Dir, path)
			return local, nil
		}
	}
	return Local{}, ref.noFile(local)
}

// fileNames are the names that are looked for in a folder, the preferred first, as for local ones.
var fileNames = []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}

func subdir(ref Ref) string {
	if ref.Subdir == "" {
		return "."
	}
	return filepath.FromSlash(ref.Subdir)
}

// missing tells why there is nothing at the ref's subdir.
func (r Ref) missing(local Local, err error) *Error {
	for _, skipped := range local.Skipped {
		if r.Subdir == skipped || strings.HasPrefix(r.Subdir, skipped+"/") {
			return r.unsafe(skipped, "a symbolic link or submodule, which is not followed")
		}
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return unusable(err, "remove "+filepath.Dir(local.Dir)+", and it is fetched again")
	}
	e := r.fail(NotFound, nil, "check the name behind the colon", "names nothing: there is no %q in %s", r.Subdir, local.Resolved)
	e.Path = r.Subdir
	return e
}

// noFile tells that a folder has no Compose file, or has only a link in its place.
func (r Ref) noFile(local Local) *Error {
	prefix := r.Subdir + "/"
	if r.Subdir == "" {
		prefix = ""
	}
	for _, name := range fileNames {
		for _, skipped := range local.Skipped {
			if skipped == prefix+name {
				return r.unsafe(skipped, "a symbolic link or submodule, which is not followed")
			}
		}
	}
	at := r
	at.Subdir = prefix + "FILE"
	return r.fail(NotFound, nil, "looked for "+strings.Join(fileNames, ", ")+"; name another with "+at.String(), "has no compose file")
}

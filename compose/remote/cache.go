package remote

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// DefaultDir gives the usual folder of the cache: gocompose/remote in the
// user's cache folder (XDG_CACHE_HOME on Linux).
func DefaultDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", unusable(err, "set HOME or XDG_CACHE_HOME")
	}
	return filepath.Join(dir, "gocompose", "remote"), nil
}

// Cache is a private folder of remote files. One Cache serves one run of the
// program: it looks up a branch, tag or default branch once. It is safe for
// concurrent use, also by several processes on one folder.
//
// In the folder, git/COMMIT and oci/ALGORITHM-DIGEST hold what was fetched,
// refs what a branch or tag was when it was last looked up, and tmp-* what is
// being fetched. A fetched folder is moved to its place when it is complete.
type Cache struct {
	Dir     string // made with mode 0700 when it is needed
	Offline bool   // never use the network: give what the cache has
	Allow   bool   // fetch what is not pinned, too
	Limits  Limits

	mu    sync.Mutex
	known map[Ref]string // the revisions that were looked up
}

// Local is a remote file that now lies in the cache.
type Local struct {
	Dir      string   // the root of the repository or artifact, absolute
	File     string   // the Compose file in it, absolute
	Resolved string   // the full commit, or the digest
	Skipped  []string // slashed paths of symbolic links and submodules, which are never followed, sorted
}

// Fetch brings a remote file into the cache, unless it is there. The error is
// an *Error.
//
// What is not pinned needs Allow. Offline needs neither: what the cache has was
// allowed once. A pinned file that the cache has needs no network; of another
// one, the ref is looked up, and the content fetched when it has changed.
func (c *Cache) Fetch(ctx context.Context, ref Ref) (Local, error) {
	if ref.wrong != "" {
		return Local{}, ref.fail(Malformed, nil, ref.remedy, "%s", ref.wrong)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := openStore(c.Dir)
	if err != nil {
		return Local{}, err
	}
	revision, err := c.resolve(ctx, s, ref)
	if err != nil {
		return Local{}, err
	}
	kept := s.place(ref.Kind, revision)
	if !s.has(kept) {
		if c.Offline {
			return Local{}, ref.fail(NotCached, nil, online, notCached)
		}
		if err := c.make(ctx, s, ref.at(revision).whole(), kept); err != nil {
			return Local{}, err
		}
	}
	if !ref.Pinned() && !c.Offline {
		if err := s.remember(ref, revision); err != nil {
			return Local{}, err
		}
	}
	return s.local(ref, kept, revision)
}

const (
	notCached = "is not in the cache, and is not fetched here"
	online    = "run config or up first, which fetch it"
)

// resolve gives the commit or digest that ref stands for now.
func (c *Cache) resolve(ctx context.Context, s store, ref Ref) (string, error) {
	if ref.Pinned() {
		return ref.Revision, nil
	}
	last := s.recall(ref)
	switch known := c.known[ref.whole()]; {
	case c.Offline && last == "":
		return "", ref.fail(NotCached, nil, online, notCached)
	case c.Offline:
		return last, nil
	case !c.Allow:
		return "", ref.notAllowed(last)
	case known != "":
		return known, nil
	}
	revision, err := lookUp(ctx, s, ref)
	if err != nil {
		return "", err
	}
	if c.known == nil {
		c.known = map[Ref]string{}
	}
	c.known[ref.whole()] = revision
	return revision, nil
}

// notAllowed shows how to pin: with the last revision where there is one.
func (r Ref) notAllowed(last string) *Error {
	what, pin := "commit", r.at("<full commit>")
	if r.Kind == OCI {
		what, pin = "digest", r.at("sha256:<digest>")
	}
	if last != "" {
		pin = r.at(last)
	}
	return r.fail(NotAllowed, nil, "pass --allow-remote, or pin it: "+pin.String(), "is not pinned to a %s: what it says can change at any time", what)
}

// lookUp asks the repository or registry what a ref stands for.
func lookUp(ctx context.Context, s store, ref Ref) (string, error) {
	if ref.Kind == OCI {
		return lookUpTag(ctx, ref)
	}
	dir, err := s.temporary()
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	return git{ref, dir}.lookUp(ctx)
}

// make fetches the content of a pinned ref, and moves it to its place when it
// is complete.
func (c *Cache) make(ctx context.Context, s store, ref Ref, kept string) error {
	dir, err := s.temporary()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	snap, err := newSnapshot(ref, c.Limits, filepath.Join(dir, "new"))
	if err != nil {
		return unusable(err, roomy)
	}
	defer snap.root.Close()
	if ref.Kind == OCI {
		err = pull(ctx, snap)
	} else {
		err = git{ref, dir}.fetch(ctx, snap)
	}
	if err == nil {
		err = snap.finish()
	}
	if err != nil {
		return asError(err)
	}
	return s.keep(filepath.Join(dir, "new"), kept)
}

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

package remote

import (
	"context"
	"os"
	"path/filepath"
	"sync"
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
	Dir     string   // made with mode 0700 when it is needed
	Offline bool     // never use the network: give what the cache has
	Allow   bool     // fetch what is not pinned, too
	Plain   []string // registries, host[:port], that are asked over HTTP, as those of this machine are
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
	revision, err := c.lookUp(ctx, s, ref)
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
func (c *Cache) lookUp(ctx context.Context, s store, ref Ref) (string, error) {
	if ref.Kind == OCI {
		return c.lookUpTag(ctx, ref)
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
		err = c.pull(ctx, snap)
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

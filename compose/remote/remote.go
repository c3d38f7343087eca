// Package remote fetches Compose files from git repositories and OCI
// registries into a private cache, and never writes outside of it.
//
// A remote file is code of somebody else's. It is taken only where the user
// allows it or names the very content (a commit, a digest). Nothing of it is
// executed on the way: git's objects are read as they are, so no hook, filter,
// submodule, LFS download or symbolic link has a part in it.
package remote

import (
	"net/url"
	"strings"
)

// Kind tells how a file is fetched.
type Kind uint8

const (
	Git Kind = iota // with the git program
	OCI             // from a registry
)

// Ref names a remote Compose file. It is comparable; Parse makes it.
type Ref struct {
	Kind     Kind
	Remote   string // git: the repository's address; OCI: registry/repository, with the registry written out
	Revision string // git: commit, branch, tag or full ref name, "" is the default branch; OCI: tag or digest
	Subdir   string // git: a folder or file in the repository, slashed and clean; "" is its root

	wrong, remedy string // why this cannot be fetched, and the way out
}

// Pinned tells whether r names content that can never change: a full commit of
// 40 or 64 digits, or a digest.
func (r Ref) Pinned() bool {
	if r.Kind == OCI {
		return strings.Contains(r.Revision, ":")
	}
	return isCommit(r.Revision)
}

// String writes r in a form that Parse reads, without any credentials.
func (r Ref) String() string {
	switch {
	case r.wrong != "":
		return shown(r.Remote)
	case r.Kind == OCI && r.Pinned():
		return ociScheme + r.Remote + "@" + r.Revision
	case r.Kind == OCI:
		return ociScheme + r.Remote + ":" + r.Revision
	case r.Subdir != "":
		return shown(r.Remote) + "#" + escape(r.Revision+":"+r.Subdir)
	case r.Revision != "":
		return shown(r.Remote) + "#" + escape(r.Revision)
	}
	return shown(r.Remote)
}

// escape keeps Parse from reading a % that belongs to a name.
func escape(fragment string) string { return strings.ReplaceAll(fragment, "%", "%25") }

// at gives r with another revision.
func (r Ref) at(revision string) Ref {
	r.Revision = revision
	return r
}

// whole gives r without its subdir: what is looked up and fetched.
func (r Ref) whole() Ref {
	r.Subdir = ""
	return r
}

// shown gives an address without what may be a password or a token: over HTTP
// the user name alone can be one.
func shown(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	authority, path, _ := strings.Cut(rest, "/")
	at := strings.LastIndexByte(authority, '@')
	if !ok || at < 0 {
		return address
	}
	user, _, secret := strings.Cut(authority[:at], ":")
	switch {
	case strings.HasPrefix(scheme, "http"):
		user = "xxxxx"
	case secret:
		user += ":xxxxx"
	}
	return scheme + "://" + user + authority[at:] + "/" + path
}

// secrets gives the parts of an address that must not be shown.
func secrets(address string) []string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return nil
	}
	var all []string
	if strings.HasPrefix(u.Scheme, "http") {
		all = append(all, u.User.String())
	}
	if password, ok := u.User.Password(); ok && password != "" {
		all = append(all, password)
	}
	return all
}

// isCommit tells whether s is a full object name, of SHA-1 or SHA-256.
func isCommit(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

package remote

import (
	"net/url"
	"strings"

	"github.com/distribution/reference"
)

const ociScheme = "oci://"

// Parse tells whether text names a remote file, and gives its parts. What
// counts as remote is what docker compose takes for it, and every other
// "scheme://", which Fetch then refuses with the way out:
//
//	https://host/repo.git#ref:subdir   http:// too; the path must end in .git
//	ssh://user@host/repo#ref:subdir    git:// too
//	user@host:path#ref:subdir
//	github.com/owner/repo#ref:subdir
//	oci://registry/repo:tag            or @sha256:digest
//
// Instead of behind the #, ref (also as branch, tag or commit) and subdir may
// stand in a query: ?branch=main&subdir=deploy. A path that begins with a dot,
// a slash or a drive letter is never remote.
func Parse(text string) (Ref, bool) {
	scheme, ok := schemeOf(text)
	base, _, _ := strings.Cut(text, "#")
	base, _, _ = strings.Cut(base, "?")
	switch {
	case scheme == "oci":
		return parseOCI(text), true
	case ok:
		return parseURL(scheme, text), true
	case isGitHub(base):
		return parseGitHub(text), true
	case isSCP(base):
		ref := Ref{Remote: base}
		if base[len(base)-1] == ':' {
			return ref.bad("names no repository", "name it behind the colon: user@host:owner/repo.git"), true
		}
		return ref.options(text), true
	}
	return Ref{}, false
}

// schemeOf gives the lower-cased scheme of "scheme://…". One letter is a drive, not a scheme.
func schemeOf(text string) (string, bool) {
	scheme, _, ok := strings.Cut(text, "://")
	if !ok || len(scheme) < 2 || !isWord(scheme, "+-.") {
		return "", false
	}
	return strings.ToLower(scheme), true
}

// isWord tells whether s begins with a letter or digit and has nothing but
// those and the others.
func isWord(s, others string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		alphanumeric := c >= 'a' && c <= 'z' || s[i] >= '0' && s[i] <= '9'
		if !alphanumeric && (i == 0 || strings.IndexByte(others, s[i]) < 0) {
			return false
		}
	}
	return s != ""
}

// isSCP tells whether base is user@host:path.
func isSCP(base string) bool {
	user, rest, at := strings.Cut(base, "@")
	host, _, colon := strings.Cut(rest, ":")
	return at && colon && isWord(user, "_-") && isWord(host, ".-")
}

// isGitHub tells whether base is github.com/owner/repo. A longer path, or a
// YAML file, is in a local folder of that name.
func isGitHub(base string) bool {
	rest, ok := strings.CutPrefix(base, "github.com/")
	owner, repo, two := strings.Cut(strings.TrimSuffix(rest, "/"), "/")
	if strings.HasSuffix(repo, ".yaml") || strings.HasSuffix(repo, ".yml") {
		return false
	}
	return ok && two && isWord(owner, "-_") && isWord(repo, "-_.")
}

func parseGitHub(text string) Ref {
	end := strings.IndexAny(text+"#", "?#")
	base := strings.TrimSuffix(strings.TrimSuffix(text[:end], "/"), ".git")
	return Ref{Remote: "https://" + base + ".git"}.options(text)
}

func parseURL(scheme, text string) Ref {
	base := text[:strings.IndexAny(text+"#", "?#")]
	ref := Ref{Remote: base}
	u, err := url.Parse(base)
	switch {
	case scheme == "file":
		return ref.bad("is an address of a file", "name the file by its path")
	case scheme != "https" && scheme != "http" && scheme != "ssh" && scheme != "git":
		return ref.bad("cannot be fetched", "name a git repository (https://host/repo.git), oci://registry/repo:tag, or a local file")
	case err != nil || u.Hostname() == "" || strings.HasPrefix(u.Host, "-") || strings.Trim(u.Path, "/") == "":
		return ref.bad("is not the address of a repository", "write "+scheme+"://host/path/repo.git#ref:subdir")
	case scheme[0] == 'h' && !strings.HasSuffix(u.Path, ".git"):
		return ref.bad("is not the address of a git repository, which ends in .git", "name the repository, or download the file and name that")
	}
	ref.Remote = u.String()
	return ref.options(text)
}

// parseOCI reads the reference as docker does: without a registry it is Docker
// Hub's, without a tag it is latest, and beside a digest a tag says nothing.
func parseOCI(text string) Ref {
	ref := Ref{Kind: OCI, Remote: text}
	named, err := reference.ParseDockerRef(text[len(ociScheme):])
	if err != nil {
		return ref.bad("is not the name of an artifact", "write oci://registry/repository:tag, or @sha256:digest")
	}
	ref.Remote = named.Name()
	switch n := named.(type) {
	case reference.Digested:
		ref.Revision = n.Digest().String()
	case reference.Tagged:
		ref.Revision = n.Tag()
	}
	return ref
}

func (r Ref) bad(wrong, remedy string) Ref {
	r.wrong, r.remedy = wrong, remedy
	return r
}

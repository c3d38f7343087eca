package remote

import (
	"maps"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// options reads what stands behind the address of a git repository: ref and
// subdir in the fragment, or in the query, but not two that differ.
func (r Ref) options(text string) Ref {
	text, fragment, _ := strings.Cut(text, "#")
	_, query, _ := strings.Cut(text, "?")
	if plain, err := url.PathUnescape(fragment); err == nil {
		fragment = plain
	}
	r.Revision, r.Subdir, _ = strings.Cut(fragment, ":")
	values, err := url.ParseQuery(query)
	if err != nil {
		return r.bad("has a query that cannot be read", "write the ref and the folder behind a #: #ref:subdir")
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if r = r.option(key, values[key]); r.wrong != "" {
			return r
		}
	}
	return r.checked()
}

// option reads one key of the query, as BuildKit names them for git contexts.
func (r Ref) option(key string, values []string) Ref {
	target, value := &r.Revision, values[len(values)-1]
	switch key {
	case "ref":
	case "branch", "tag":
		value = qualified(key, value)
	case "commit", "checksum":
		if !isCommit(strings.ToLower(value)) {
			return r.bad("has a "+key+" that is no full commit", "write all of its 40 digits")
		}
	case "subdir":
		target = &r.Subdir
	default:
		return r.bad("has the unknown option "+key+" in its query", "write ref, branch, tag, commit or subdir")
	}
	if len(values) > 1 || *target != "" && *target != value {
		return r.bad("says twice which "+key+" is meant", "say it once, behind the # or in the query")
	}
	*target = value
	return r
}

// qualified gives the full ref name of a branch or tag.
func qualified(key, name string) string {
	prefix := map[string]string{"branch": "refs/heads/", "tag": "refs/tags/"}[key]
	return prefix + strings.TrimPrefix(name, prefix)
}

// checked refuses revisions and subdirs that git or the file system could take for something else.
func (r Ref) checked() Ref {
	if low := strings.ToLower(r.Revision); isCommit(low) {
		r.Revision = low
	}
	if r.Revision != "" && !isRefName(r.Revision) {
		return r.bad("has a ref that cannot be the name of a branch or tag", "write a branch, a tag or a full commit behind the #")
	}
	if r.Subdir == "" {
		return r
	}
	clean := strings.TrimPrefix(path.Clean(r.Subdir), "/")
	if clean == "" || clean == "." {
		r.Subdir = ""
		return r
	}
	if strings.ContainsAny(clean, "\\\x00") || !filepath.IsLocal(filepath.FromSlash(clean)) {
		return r.bad("has a subdir that leads out of the repository", "write a path from the root of the repository, with /")
	}
	r.Subdir = clean
	return r
}

// isRefName follows git-check-ref-format(1), and refuses what git fetch or
// git ls-remote takes for an option, a refspec or a pattern.
func isRefName(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == "" || part[0] == '.' || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	for _, c := range name {
		if c <= ' ' || c == 0x7f {
			return false
		}
	}
	return strings.IndexByte("-+", name[0]) < 0 && name != "@" && !strings.HasSuffix(name, ".") &&
		!strings.Contains(name, "..") && !strings.Contains(name, "@{") && !strings.ContainsAny(name, "~^:?*[\\")
}

package remote

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// environment gives the user's own, as git needs its settings for logins and
// proxies, without what points it at another repository. ssh has no terminal to
// ask on (see alone), and git is told so.
//
// GIT_ALLOW_PROTOCOL keeps a redirect, and a setting such as url.….insteadOf,
// from leading to this machine's files, to another program (ext::) or to a
// weaker protocol.
func (g git) environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.Contains(elsewhere, name)
	})
	return append(env,
		"LC_ALL=C",
		"GIT_TERMINAL_PROMPT=0",
		"GIT_LFS_SKIP_SMUDGE=1",
		"GIT_NO_LAZY_FETCH=1",
		"GIT_CEILING_DIRECTORIES="+filepath.Dir(g.dir),
		"GIT_ALLOW_PROTOCOL="+g.protocols(),
	)
}

// elsewhere are the variables that git sets for its hooks, by git-rev-parse(1)
// --local-env-vars, but for the settings that a user may give there.
var elsewhere = []string{
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_OBJECT_DIRECTORY", "GIT_DIR",
	"GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS",
	"GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_QUARANTINE_PATH",
}

// protocols gives what may be spoken: what the address says or a better one.
func (g git) protocols() string {
	scheme, ok := schemeOf(g.ref.Remote)
	switch {
	case !ok || scheme == "ssh":
		return "ssh"
	case scheme == "https":
		return "https:ssh"
	}
	return scheme + ":https:ssh"
}

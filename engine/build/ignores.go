package build

import "github.com/moby/patternmatcher"

// Ignores is a list of patterns as a .dockerignore has them: the later ones go
// over the earlier ones, and ! brings back. The zero Ignores match nothing.
type Ignores struct {
	matcher *patternmatcher.PatternMatcher
}

// NewIgnores reads patterns.
func NewIgnores(patterns []string) (Ignores, error) {
	m, err := patternmatcher.New(patterns)
	return Ignores{m}, err
}

// Match tells whether the patterns fit a path, or a folder that it lies in. The
// path is relative to what the patterns are.
func (i Ignores) Match(path string) bool {
	if i.matcher == nil {
		return false
	}
	fits, err := i.matcher.MatchesOrParentMatches(path)
	return err == nil && fits // patterns that cannot be read were refused by NewIgnores
}

// Whole tells whether the patterns fit a folder and all that may ever be below it.
func (i Ignores) Whole(folder string) bool {
	return i.matcher != nil && !i.matcher.Exclusions() && i.Match(folder)
}

// ContextIgnores gives the folder of a build's context, its links resolved, and
// what of it no build sees. The folder is empty where the engine fetches it.
func ContextIgnores(spec Spec) (folder string, ignores Ignores, err error) {
	src, err := locate(spec)
	if err != nil || src.dir == "" {
		return "", Ignores{}, err
	}
	patterns, err := src.patterns()
	if err != nil {
		return "", Ignores{}, err
	}
	ignores, err = NewIgnores(patterns)
	return src.dir, ignores, err
}

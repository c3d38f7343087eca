package build

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

const ignoreName = ".dockerignore"

// ignoreText gives the ignore file that is in force: the Dockerfile's own, else the context's; nil without either.
func (s source) ignoreText() ([]byte, error) {
	if s.ignore != nil || s.dir == "" {
		return s.ignore, nil
	}
	return readOptional(filepath.Join(s.dir, ignoreName))
}

// patterns reads those of the ignore file, later ones over earlier ones.
func (s source) patterns() ([]string, error) {
	text, err := s.ignoreText()
	if err != nil || text == nil {
		return nil, err
	}
	patterns, err := ignorefile.ReadAll(bytes.NewReader(text))
	if err != nil || len(patterns) == 0 {
		return nil, err
	}
	if _, err := patternmatcher.New(patterns); err != nil {
		return nil, &InputError{Attribute: "context", Path: s.dir, Problem: "the .dockerignore of " + s.dir +
			" has a bad pattern: " + err.Error(), Hint: "correct that line"}
	}
	return patterns, nil
}

// ignorePatterns gives what stays out of the context. The Dockerfile and the ignore file are always sent: the classic
// builder needs them, and takes out itself what was not to be seen.
func (s source) ignorePatterns() ([]string, error) {
	patterns, err := s.patterns()
	if len(patterns) == 0 {
		return nil, err
	}
	patterns = append(patterns, "!"+ignoreName)
	if s.within != "" {
		patterns = append(patterns, "!"+s.within)
	}
	return patterns, nil
}

// readOptional gives nil for a file that is not there, and never nil for one that is.
func readOptional(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &InputError{Attribute: "context", Path: path, Problem: path + " cannot be read: " + reason(err),
			Hint: "make it readable for you or remove it"}
	}
	return data, nil
}

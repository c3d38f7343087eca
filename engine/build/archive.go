package build

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/tonistiigi/fsutil"
)

// archive gives the files that the classic builder gets, and the Dockerfile's name among them.
//
// A Dockerfile outside of the context is put into it under a name of its own that follows from its text, so that an
// unchanged one leaves the builder's cache valid; the ignore file keeps it out of what COPY sees.
func (s source) archive() (fsutil.FS, string, error) {
	patterns, err := s.ignorePatterns()
	if err != nil {
		return nil, "", err
	}
	files, err := contextFS(s.dir, patterns)
	if err != nil {
		return nil, "", err
	}
	files = fsutil.WithHardlinkReset(files)
	if s.within != "" {
		return files, s.within, nil
	}
	ignore, err := s.ignoreText()
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(s.data)
	name := ".dockerfile." + hex.EncodeToString(sum[:8])
	return overlay{files, memFS{
		name:       {s.data, s.modified},
		ignoreName: {hideFrom(ignore, name), time.Time{}},
	}}, name, nil
}

// hideFrom adds a name to an ignore file. One that was not there before hides itself, too.
func hideFrom(ignore []byte, name string) []byte {
	text := string(ignore) + "\n" + name + "\n"
	if ignore == nil {
		text += ignoreName + "\n"
	}
	return []byte(text)
}

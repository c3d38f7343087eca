package build

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

// memFile is a file that is sent to the engine without lying on disk in that place.
type memFile struct {
	data     []byte
	modified time.Time
}

// memFS is a flat folder of such files, by name.
type memFS map[string]memFile

// Walk visits the files in the order of their names; target is one of them or, as for any fsutil.FS, the root.
func (m memFS) Walk(ctx context.Context, target string, visit fs.WalkDirFunc) error {
	target = filepath.Clean(target)
	root := target == "." || target == string(filepath.Separator)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !root && target != name {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := visit(name, &fsutil.DirEntryInfo{Stat: m[name].stat(name)}, nil); err != nil {
			return err
		}
	}
	return nil
}

func (m memFS) Open(name string) (io.ReadCloser, error) {
	file, ok := m[filepath.Clean(name)]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return io.NopCloser(bytes.NewReader(file.data)), nil
}

// stat tells size and time, by which BuildKit decides whether it has the file already.
func (f memFile) stat(name string) *types.Stat {
	return &types.Stat{Path: name, Mode: 0o644, Size: int64(len(f.data)), ModTime: f.modified.UnixNano()}
}

// overlay is a folder with some of its top files replaced or added.
type overlay struct {
	fsutil.FS
	top memFS
}

func (o overlay) Walk(ctx context.Context, target string, visit fs.WalkDirFunc) error {
	err := o.FS.Walk(ctx, target, func(path string, entry fs.DirEntry, err error) error {
		if _, hidden := o.top[path]; hidden {
			return nil
		}
		return visit(path, entry, err)
	})
	if err != nil {
		return err
	}
	return o.top.Walk(ctx, target, visit)
}

func (o overlay) Open(name string) (io.ReadCloser, error) {
	if _, ok := o.top[filepath.Clean(name)]; ok {
		return o.top.Open(name)
	}
	return o.FS.Open(name)
}

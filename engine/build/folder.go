package build

import (
	"context"
	"io/fs"

	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

// contextFS is the context folder as the builders shall see it, less what matches the patterns. Everything belongs to
// root, as docker build has it, so that an image does not depend on who builds it. Links within the folder are sent as
// links and never followed.
func contextFS(dir string, patterns []string) (fsutil.FS, error) {
	folder, err := fsutil.NewFS(dir)
	if err != nil {
		return nil, err
	}
	return fsutil.NewFilterFS(withoutSockets{folder}, &fsutil.FilterOpt{ExcludePatterns: patterns, Map: asRoot})
}

func asRoot(_ string, stat *types.Stat) fsutil.MapResult {
	stat.Uid, stat.Gid = 0, 0
	return fsutil.MapResultKeep
}

// withoutSockets leaves out sockets: fsutil would call them files, which cannot be opened.
type withoutSockets struct{ fsutil.FS }

func (w withoutSockets) Walk(ctx context.Context, target string, visit fs.WalkDirFunc) error {
	return w.FS.Walk(ctx, target, func(path string, entry fs.DirEntry, err error) error {
		if entry != nil && entry.Type()&fs.ModeSocket != 0 {
			return nil
		}
		return visit(path, entry, err)
	})
}

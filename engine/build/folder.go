package build

import (
	"io/fs"

	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

// contextFS is the context folder as the builders shall see it, less what matches the patterns. Everything belongs to
// root, as docker build has it, so that an image does not depend on who builds it; sockets, which no archive can hold,
// are left out. Links within the folder are sent as links and never followed.
func contextFS(dir string, patterns []string) (fsutil.FS, error) {
	folder, err := fsutil.NewFS(dir)
	if err != nil {
		return nil, err
	}
	return fsutil.NewFilterFS(folder, &fsutil.FilterOpt{ExcludePatterns: patterns, Map: asRoot})
}

func asRoot(_ string, stat *types.Stat) fsutil.MapResult {
	if fs.FileMode(stat.Mode)&fs.ModeSocket != 0 {
		return fsutil.MapResultExclude
	}
	stat.Uid, stat.Gid = 0, 0
	return fsutil.MapResultKeep
}

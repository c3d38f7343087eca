package engine

import (
	"golang.org/x/sys/unix"

	"gocompose/engine/doctor"
)

// room gives how full the file system is that a folder is on; nil where that cannot be told.
func room(folder string) *doctor.Disk {
	var s unix.Statfs_t
	if folder == "" || unix.Statfs(folder, &s) != nil {
		return nil
	}
	return &doctor.Disk{Free: uint64(s.Bavail) * uint64(s.Bsize), Total: uint64(s.Blocks) * uint64(s.Bsize)}
}

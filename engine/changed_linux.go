package engine

import (
	"os"
	"syscall"
	"time"
)

// changed gives when a file came to be what it is: when it was written, or took
// the place of another, which an older time of writing does not show.
func changed(info os.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctim.Unix())
	}
	return info.ModTime()
}

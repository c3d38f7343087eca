package lock

import (
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// heldOnes gives the files that somebody has locked, by identity. (man 5 proc, /proc/locks)
func heldOnes() map[string]bool {
	text, _ := os.ReadFile("/proc/locks") // a container may have none
	held := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 5 && fields[1] == "FLOCK" { // 1: FLOCK ADVISORY WRITE pid major:minor:inode 0 EOF
			held[fields[5]] = true
		}
	}
	return held
}

// identity gives the device and inode of a file as /proc/locks has them.
func identity(info os.FileInfo) string {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%02x:%02x:%d", unix.Major(s.Dev), unix.Minor(s.Dev), s.Ino)
}

//go:build !unix

package remote

import "os/exec"

// alone leaves a command as it is: without sessions, its children end when
// their pipes do.
func alone(*exec.Cmd) {}

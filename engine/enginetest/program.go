package enginetest

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
)

// command is entrypoint and command as one list.
func (c *container) command() []string {
	return append(slices.Clone([]string(c.config.Entrypoint)), c.config.Cmd...)
}

// environment is what the container's programs see: its own variables and those
// that the engine adds.
func (c *container) environment(user string) []string {
	home := "/"
	switch user, _, _ = strings.Cut(user, ":"); user {
	case "tester", "1000":
		home = "/tmp" // as /etc/passwd of the image gocompose-test says
	}
	added := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=" + c.config.Hostname, "HOME=" + home}
	if c.config.Tty {
		added = append(added, "TERM=xterm")
	}
	// A name without a value takes the variable away.
	return slices.DeleteFunc(mergeEnv(added, slices.Clone(c.config.Env)), func(v string) bool { return !strings.Contains(v, "=") })
}

// missing gives the engine's words where the image does not have the program.
func (c *container) missing(program, during string) string {
	if c.image == nil {
		return ""
	}
	return c.image.missing(program, during)
}

// The engine's words for when a program is looked for.
const (
	duringStart = "failed to create shim task: OCI runtime create failed: runc create failed"
	duringExec  = "OCI runtime exec failed: exec failed"
)

func (i *image) missing(program, during string) string {
	if i.programs == nil || slices.Contains(i.programs, program) {
		return ""
	}
	if strings.HasPrefix(program, "/") {
		return fmt.Sprintf("%s: unable to start container process: exec: %q: stat %s: no such file or directory: unknown", during, program, program)
	}
	return fmt.Sprintf("%s: unable to start container process: exec: %q: executable file not found in $PATH: unknown", during, program)
}

// stopSignal is that of the container, else of the image, else SIGTERM.
func (c *container) stopSignal() syscall.Signal {
	sig, err := signalNumber(c.config.StopSignal, syscall.SIGTERM)
	if err != nil {
		return syscall.SIGTERM
	}
	return sig
}

// stopTimeout is in seconds.
func (c *container) stopTimeout() int {
	if c.config.StopTimeout != nil {
		return *c.config.StopTimeout
	}
	return 10
}

package remote

import (
	"os"
	"os/exec"
	"syscall"
)

// alone starts a command in a session of its own: it cannot ask on the user's
// terminal, and it ends together with all that it started. An interrupted git
// would leave its children to go on with the download.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if err == syscall.ESRCH {
			return os.ErrProcessDone
		}
		return err
	}
}

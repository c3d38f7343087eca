package engine

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestHints gives the way out for what engines said, the nearest one first.
func TestHints(t *testing.T) {
	for said, want := range map[string]string{
		"Address already in use":                               "has that address",
		"listen tcp4 0.0.0.0:80: bind: address already in use": "process of the host",
		"Pool overlaps with other one on this address space":   "another network has that subnet",
		"could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network": "fd00:5::/64",
		"could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network": "docker network prune",
		`invalid mount config for type "npipe": mount type unknown`:                                                  "update the engine",
		"path /srv is mounted on / but it is not a shared or slave mount":                                            "--make-rshared",
		`This node is not a swarm manager. Use "docker swarm init" or "docker swarm join"`:                           "the driver bridge",
		`invalid mount config for type "bind": bind source path does not exist: /nowhere`:                            "create_host_path",
		"Error processing tar file(exit status 1): unexpected EOF":                                                   "must be a tar archive",
		"something that nobody has seen":                                                                             "",
		`unable to start container process: exec: "x": executable file not found in $PATH`:                           "check command and entrypoint",
		`unable to start container process: error during container init: exec: "x": no such file`:                    "check command and entrypoint",
		"unable to start container process: unable to apply caps: operation not permitted":                           "",
	} {
		got := hintFor(errors.New(said))
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
}

// TestLocalFailures has a file of this machine that cannot be read while it is sent.
func TestLocalFailures(t *testing.T) {
	_, local := os.Open(filepath.Join(t.TempDir(), "gone"))
	sending := fmt.Errorf("error during connect: %w", &url.Error{Op: "Put", URL: "http://engine", Err: local})
	if got := explain(sending); got.Error() != local.Error() {
		t.Errorf("%v", got)
	}
	full := &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
	if got := hintFor(full); got != "" {
		t.Errorf("%q", got)
	}
}

// TestUnanswered has connections that came about, or were refused, for another
// reason than that no engine runs.
func TestUnanswered(t *testing.T) {
	for want, err := range map[string]error{
		"--tlscacert":      &tls.CertificateVerificationError{Err: errors.New("signed by nobody")},
		"speaks no TLS":    http.ErrSchemeMismatch,
		"group docker":     &os.SyscallError{Syscall: "connect", Err: syscall.EACCES},
		"start Docker":     &os.SyscallError{Syscall: "connect", Err: syscall.ECONNREFUSED},
		"signed by nobody": &tls.CertificateVerificationError{Err: errors.New("signed by nobody")},
	} {
		got := unanswered(fmt.Errorf("error during connect: %w", &url.Error{Op: "Get", URL: "https://engine", Err: err}))
		if !strings.Contains(got.Error(), want) || strings.Contains(got.Error(), "start Docker") != (want == "start Docker") {
			t.Errorf("%v; want %s", got, want)
		}
	}
}

// TestHintsOfHooks says of a hook's program that it is the hook's.
func TestHintsOfHooks(t *testing.T) {
	err := hookFailed(errors.New(`unable to start container process: exec: "x": executable file not found in $PATH`))
	if got := hintFor(err); !strings.HasSuffix(got, "check the hook's command") {
		t.Errorf("%q", got)
	}
	if hookFailed(nil) != nil {
		t.Error("a hook that went well failed")
	}
}

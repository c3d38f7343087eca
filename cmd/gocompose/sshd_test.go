package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// sshd starts OpenSSH's server on this machine, configured as the arguments say
// beside what every test needs: sshd HOST KEYWORD=VALUE… Its keys, its log, and
// config, which is the user's and to which a script may add, are in folder HOST.
// `ssh` is made to read that, since it looks for it in no $HOME.
//
//	$SOCKET    the socket of the script's engine; ssh://HOST$SOCKET leads there
//	$SSH_PORT  the server's port
func (s *stage) sshd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "sshd HOST KEYWORD=VALUE…")
	host, args := args[0], args[1:]
	folder := ts.MkAbs(host)
	ts.Check(os.MkdirAll(folder, 0o700))
	for _, key := range []string{"host_key", "id", "id_other"} {
		ts.Check(ts.Exec("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(folder, key)))
	}
	port := freePort(s.t)
	me, err := user.Current()
	ts.Check(err)
	configuration := []string{
		"ListenAddress 127.0.0.1:" + port, "HostKey " + folder + "/host_key", "AuthorizedKeysFile " + folder + "/id.pub",
		"StrictModes no", "PidFile none", "LogLevel VERBOSE", "PermitRootLogin prohibit-password", "PasswordAuthentication no", "KbdInteractiveAuthentication no",
	}
	for _, arg := range args {
		configuration = append(configuration, strings.Replace(arg, "=", " ", 1))
	}
	write(ts, filepath.Join(folder, "sshd_config"), configuration...)
	key := strings.Fields(ts.ReadFile(filepath.Join(folder, "host_key.pub")))
	write(ts, filepath.Join(folder, "known_hosts"), fmt.Sprintf("[127.0.0.1]:%s %s %s", port, key[0], key[1]))
	write(ts, filepath.Join(folder, "config"), "UserKnownHostsFile "+folder+"/known_hosts", "GlobalKnownHostsFile none",
		"User "+me.Username, "IdentitiesOnly yes", "Host "+host, "HostName 127.0.0.1", "Port "+port, "IdentityFile "+folder+"/id")
	ssh, err := exec.LookPath("ssh")
	ts.Check(err)
	ts.Check(os.Mkdir(filepath.Join(folder, "bin"), 0o755))
	ts.Check(os.WriteFile(filepath.Join(folder, "bin", "ssh"), []byte("#!/bin/sh\nexec "+ssh+" -F "+folder+"/config \"$@\"\n"), 0o755))
	ts.Setenv("PATH", filepath.Join(folder, "bin")+string(os.PathListSeparator)+ts.Getenv("PATH"))
	ts.Setenv("SOCKET", strings.TrimPrefix(s.api.DaemonHost(), "unix://"))
	ts.Setenv("SSH_PORT", port)
	ts.Setenv("SSH_AUTH_SOCK", "")
	s.serve(ts, folder)
}

func write(ts *testscript.TestScript, path string, lines ...string) {
	ts.Check(os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
}

// serve runs the server until the script ends.
func (s *stage) serve(ts *testscript.TestScript, folder string) {
	program, err := exec.LookPath("sshd")
	if err != nil {
		program = "/usr/sbin/sshd" // which is not in everybody's PATH
	}
	if os.Getuid() == 0 {
		ts.Check(os.MkdirAll("/run/sshd", 0o755)) // whoever starts the system's own server makes it
	}
	server := exec.Command(program, "-D", "-f", filepath.Join(folder, "sshd_config"), "-E", filepath.Join(folder, "log"))
	if err := server.Start(); err != nil {
		ts.Fatalf("%v; install openssh-server, as make test does", err)
	}
	ts.Defer(func() { server.Process.Kill(); server.Wait() })
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		log, _ := os.ReadFile(filepath.Join(folder, "log")) // to connect would count as a login that has begun
		switch {
		case strings.Contains(string(log), "Server listening"):
			return
		case time.Now().After(end):
			ts.Fatalf("sshd does not listen:\n%s", log)
		}
	}
}

// logins fails unless a server let users in that often since it was last asked: logins HOST NUMBER
func (s *stage) logins(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "logins HOST NUMBER")
	path := filepath.Join(ts.MkAbs(args[0]), "log")
	log := ts.ReadFile(path)
	if got := strings.Count(log, "Accepted publickey"); fmt.Sprint(got) != args[1] {
		ts.Fatalf("users were let in %d times, not %s:\n%s", got, args[1], log)
	}
	ts.Check(os.Truncate(path, 0))
}

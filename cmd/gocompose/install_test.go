package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestInstall: what is installed works from where it is.
func TestInstall(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	install := exec.Command("../../scripts/install.sh", program)
	install.Env = append(plainEnviron(), "DESTDIR="+root, "PREFIX=/usr")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	plugin := filepath.Join(root, "usr/libexec/docker/cli-plugins/docker-gocompose")
	if to, err := os.Readlink(plugin); to != "/usr/bin/gocompose" {
		t.Errorf("the plugin leads to %q, %v", to, err)
	}
	for _, command := range [][]string{
		{filepath.Join(root, "usr/bin/gocompose"), "version"},
		{"bash", "-c", ". " + root + "/usr/share/bash-completion/completions/gocompose && complete -p gocompose"},
		{"zsh", "-f", "-c", "fpath=(" + root + "/usr/share/zsh/site-functions $fpath); autoload -Uz compinit && compinit -u -D && [[ $_comps[gocompose] == _gocompose ]]"},
		{"fish", "--no-config", "-c", "source " + root + "/usr/share/fish/vendor_completions.d/gocompose.fish; complete -C 'gocompose unp' | grep unpause"},
		{"mandoc", filepath.Join(root, "usr/share/man/man1/gocompose-up.1")},
	} {
		run := exec.Command(command[0], command[1:]...)
		run.Env = append(plainEnviron(), "PATH="+filepath.Join(root, "usr/bin")+":"+os.Getenv("PATH"))
		if out, err := run.CombinedOutput(); err != nil {
			t.Errorf("%q: %v\n%s", command, err, out)
		}
	}
}

package main

import (
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// loading is how each shell is started, and told of the completion of a program.
var loading = map[string]struct {
	start []string
	load  string
}{
	"bash": {[]string{"bash", "--norc", "--noprofile", "-i"}, "source <(PROGRAM completion bash)"},
	"fish": {[]string{"fish", "--no-config", "-i"}, "PROGRAM completion fish | source"},
	"zsh":  {[]string{"zsh", "-f", "-i"}, "autoload -Uz compinit; compinit -u -D; source <(PROGRAM completion zsh)"},
}

// completes types the lines of a file into a shell in a terminal, each up to
// where a tab completes it, and fails unless they become what stands behind the
// arrow: completes SHELL PROGRAM FILE, which has lines such as
//
//	gocompose unp → gocompose unpause
func (s *stage) completes(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 3, "completes SHELL PROGRAM FILE")
	shell := loading[args[0]]
	cmd := exec.Command(shell.start[0], shell.start[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range s.vars {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.Env = append(cmd.Env, "HOME="+ts.MkAbs("."), "TERM=xterm", "DOCKER_CONFIG="+ts.Getenv("DOCKER_CONFIG"), "LC_ALL=C.UTF-8")
	typed, want := []string{strings.ReplaceAll(shell.load, "PROGRAM", args[1])}, []string{}
	for line := range strings.Lines(ts.ReadFile(args[2])) {
		before, after, _ := strings.Cut(strings.TrimSpace(line), " → ")
		typed = append(typed, before+"\t\x01echo :: ") // the start of the line, where echo turns it into what is printed
		want = append(want, after)
	}
	screen := inTerminal(ts, cmd, strings.Join(append(typed, "exit\r"), "\r"))
	printed := strings.FieldsFunc(escapes.ReplaceAllString(screen, ""), func(r rune) bool { return r == '\r' || r == '\n' })
	for _, line := range want {
		if !slices.Contains(printed, ":: "+line) && !slices.Contains(printed, ":: "+line+"/") { // zsh drops the slash of a folder that ends the word
			ts.Fatalf("%s does not complete to %q:\n%s", args[0], line, strings.Join(printed, "\n"))
		}
	}
}

var escapes = regexp.MustCompile(`\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-B0]|[=>])`)

// inTerminal runs a command in a terminal, types, and gives all that it wrote. What is
// typed ends the command.
func inTerminal(ts *testscript.TestScript, cmd *exec.Cmd, typed string) string {
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
	if err != nil {
		ts.Fatalf("%v; install bash, zsh and fish, as make test does", err)
	}
	defer terminal.Close()
	overdue := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer overdue.Stop()
	go io.WriteString(terminal, typed)
	written, _ := io.ReadAll(terminal) // the end of a terminal comes as an error
	if err := cmd.Wait(); err != nil && !overdue.Stop() {
		ts.Fatalf("%v after %s:\n%s", err, patience, written)
	}
	return string(written)
}

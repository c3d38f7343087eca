package tunnel

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// settings is what the user's configuration of ssh says of a server, everything
// that Host, Match and Include lead to worked out: `ssh -G` prints it.
type settings struct {
	at       Address
	values   map[string][]string // by name in lower case; those given several times have several
	interval time.Duration       // between signs of life
}

// settingsOf asks the ssh program for what it would do.
func settingsOf(ctx context.Context, at Address) (*settings, error) {
	args := []string{"-G"}
	if at.User != "" {
		args = append(args, "-l", at.User)
	}
	if at.Port != "" {
		args = append(args, "-p", at.Port)
	}
	out, err := exec.CommandContext(ctx, "ssh", append(args, "--", at.Host)...).Output()
	var failed *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, failure(at, "the ssh program, which reads ~/.ssh/config, is not here", "install it (openssh-client)")
	case errors.As(err, &failed):
		return nil, failure(at, "the configuration of ssh cannot be used: "+oneLine(failed.Stderr), "correct ~/.ssh/config")
	case err != nil:
		return nil, failure(at, "run ssh -G: "+err.Error(), "see that `"+at.try()+"` works")
	}
	s := &settings{at: at, values: map[string][]string{}, interval: 15 * time.Second}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		s.values[name] = append(s.values[name], value)
	}
	if seconds := s.number("serveraliveinterval"); seconds > 0 {
		s.interval = time.Duration(seconds) * time.Second
	}
	return s, nil
}

// value gives what is said first of a name; empty where that is nothing.
func (s *settings) value(name string) string {
	values := s.values[name]
	if len(values) == 0 || values[0] == "none" {
		return ""
	}
	return values[0]
}

// number gives a number of seconds, and 0 for none.
func (s *settings) number(name string) int {
	n, _ := strconv.Atoi(s.value(name))
	return n
}

// within is how long a connection may take to be made.
func (s *settings) within() time.Duration {
	if seconds := s.number("connecttimeout"); seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	return patience
}

func (s *settings) host() string { return cmp.Or(s.value("hostname"), s.at.Host) }
func (s *settings) port() string { return cmp.Or(s.value("port"), "22") }
func (s *settings) user() string { return s.value("user") }

// expand gives a path or command with the tokens of ssh_config(5) and ~ filled in.
func (s *settings) expand(text string) string {
	home, local := "", ""
	if u, err := user.Current(); err == nil {
		home, local = u.HomeDir, u.Username
	}
	if rest, ok := strings.CutPrefix(text, "~/"); ok {
		text = filepath.Join(home, rest)
	}
	name, _ := os.Hostname()
	return strings.NewReplacer("%%", "%", "%d", home, "%h", s.host(), "%l", name, "%n", s.at.Host, "%p", s.port(), "%r", s.user(), "%u", local).Replace(text)
}

func oneLine(text []byte) string { return strings.Join(strings.Fields(string(text)), " ") }

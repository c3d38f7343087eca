package tunnel

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/skeema/knownhosts"
	"golang.org/x/crypto/ssh"
)

// hostKeys is by what a server is known.
type hostKeys struct {
	name       string // host and port
	algorithms []string
	check      ssh.HostKeyCallback
}

// hostKeys reads the files of known hosts. A server that is not in them is
// refused, unless StrictHostKeyChecking lets it in: then it is added. One with
// another key than that there is refused whatever is said.
func (s *settings) hostKeys() (*hostKeys, error) {
	known, err := knownhosts.NewDB(s.knownFiles()...)
	if err != nil {
		return nil, failure(s.at, "the known hosts cannot be read: "+err.Error(), "correct that file")
	}
	out := &hostKeys{name: net.JoinHostPort(s.host(), s.port())}
	if alias := s.value("hostkeyalias"); alias != "" {
		out.name = net.JoinHostPort(alias, "22")
	}
	out.algorithms = known.HostKeyAlgorithms(out.name)
	verify := known.HostKeyCallback()
	out.check = func(_ string, _ net.Addr, key ssh.PublicKey) error {
		err := verify(out.name, &net.TCPAddr{}, key) // by name alone: behind a proxy there is no other
		switch {
		case knownhosts.IsHostKeyChanged(err):
			return failure(s.at, "it shows another key than the known one ("+ssh.FingerprintSHA256(key)+"): somebody else may answer",
				"if its key has changed, `ssh-keygen -R '"+knownhosts.Normalize(out.name)+"'` forgets the old one")
		case knownhosts.IsHostUnknown(err):
			return s.stranger(out.name, key)
		}
		return err
	}
	return out, nil
}

// knownFiles gives the files of known hosts that are there.
func (s *settings) knownFiles() (files []string) {
	for _, path := range strings.Fields(s.value("userknownhostsfile") + " " + s.value("globalknownhostsfile")) {
		if info, err := os.Stat(s.expand(path)); err == nil && info.Mode().IsRegular() {
			files = append(files, s.expand(path))
		}
	}
	return files
}

// stranger decides on a server that is not known.
func (s *settings) stranger(name string, key ssh.PublicKey) error {
	switch s.value("stricthostkeychecking") {
	case "accept-new", "no", "off", "false":
	default:
		return failure(s.at, "its key is not known ("+key.Type()+" "+ssh.FingerprintSHA256(key)+")",
			"connect once with `"+s.at.try()+"`, which asks whether it is the right one")
	}
	paths := strings.Fields(s.value("userknownhostsfile"))
	if len(paths) == 0 || s.expand(paths[0]) == os.DevNull {
		return nil
	}
	if err := s.add(s.expand(paths[0]), name, key); err != nil {
		return failure(s.at, "its key cannot be added to the known ones: "+err.Error(), "see UserKnownHostsFile")
	}
	return nil
}

func (s *settings) add(path, name string, key ssh.PublicKey) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = fmt.Fprintln(file, knownhosts.Line([]string{name}, key))
	return err
}

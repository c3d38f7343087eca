package tunnel

import (
	"fmt"
	"net/url"
	"strings"
)

// Address is ssh://[USER@]HOST[:PORT][/PATH], PATH being the engine's socket there.
type Address struct {
	User, Host, Port string // what is empty is left to the user's configuration
	Socket           string // empty: the usual one
}

// usualSocket is where an engine listens unless it was told otherwise.
const usualSocket = "/var/run/docker.sock"

// ParseAddress reads an address. A password in it is refused: it would show in
// the process list and in the history of shells.
func ParseAddress(text string) (Address, error) {
	u, err := url.Parse(text)
	wrong := func(what string) (Address, error) {
		return Address{}, fmt.Errorf("%q is no address of an engine: %s; write ssh://USER@HOST", text, what)
	}
	if err != nil {
		return wrong("it is no URL")
	}
	_, secret := u.User.Password()
	switch {
	case secret:
		return wrong("a password has no place in it")
	case u.Hostname() == "":
		return wrong("it names no host")
	case strings.HasPrefix(u.Hostname(), "-"), strings.HasPrefix(u.User.Username(), "-"): // would be a flag of ssh
		return wrong("a name begins with a dash")
	case u.RawQuery != "" || u.Fragment != "":
		return wrong("something follows the path")
	}
	return Address{User: u.User.Username(), Host: u.Hostname(), Port: u.Port(), Socket: strings.TrimSuffix(u.Path, "/")}, nil
}

// socket gives the path of the engine's socket.
func (a Address) socket() string {
	if a.Socket == "" {
		return usualSocket
	}
	return a.Socket
}

// command gives how to have the docker command there pass on a connection.
func (a Address) command() string {
	if a.Socket == "" {
		return "docker system dial-stdio"
	}
	return "docker --host '" + strings.ReplaceAll("unix://"+a.Socket, "'", `'\''`) + "' system dial-stdio"
}

// try gives the ssh command that asks the same server.
func (a Address) try() string {
	words := []string{"ssh"}
	if a.Port != "" {
		words = append(words, "-p", a.Port)
	}
	if a.User != "" {
		return strings.Join(append(words, a.User+"@"+a.Host), " ")
	}
	return strings.Join(append(words, a.Host), " ")
}

package endpoint

import (
	"fmt"
	"net"
	"net/url"
	"runtime"
	"strings"

	"github.com/docker/docker/client"
)

// plainPort is where engines listen on TCP unless a host says otherwise. The
// docker command takes it with TLS, too.
const plainPort = "2375"

// parseHost gives an address in full, as the docker command understands it:
// tcp:// may be left out, and the port of it; nothing means the local engine.
func parseHost(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return client.DefaultDockerHost, nil
	}
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok {
		scheme, rest = "tcp", text
	}
	switch {
	case scheme == "unix" && rest == "":
		return client.DefaultDockerHost, nil
	case scheme == "tcp":
		return parseTCP(text, rest)
	case scheme == "unix", scheme == "ssh", scheme == "npipe" && runtime.GOOS == "windows":
		return text, nil
	case scheme == "npipe":
		return "", fmt.Errorf("%s is a pipe of Windows, and this is none; write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST", text)
	}
	return "", fmt.Errorf("%q is no address of an engine; write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST", text)
}

func parseTCP(text, rest string) (string, error) {
	at, err := url.Parse("tcp://" + rest)
	if err != nil {
		return "", fmt.Errorf("%q is no address of an engine; write tcp://HOST:PORT", text)
	}
	host, port := at.Hostname(), at.Port()
	if host == "" {
		host = "localhost"
	}
	if port == "" {
		port = plainPort
	}
	return "tcp://" + net.JoinHostPort(host, port) + at.Path, nil
}

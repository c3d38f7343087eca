package endpoint

import (
	"strings"
	"testing"

	"github.com/docker/docker/client"
)

func TestParseHost(t *testing.T) {
	for text, want := range map[string]string{
		"":                        client.DefaultDockerHost,
		"unix://":                 client.DefaultDockerHost,
		"unix:///run/user/d.sock": "unix:///run/user/d.sock",
		"10.0.0.7":                "tcp://10.0.0.7:2375",
		"tcp://":                  "tcp://localhost:2375",
		"tcp://there":             "tcp://there:2375",
		"tcp://there:2376/docker": "tcp://there:2376/docker",
		"tcp://[fd00::1]":         "tcp://[fd00::1]:2375",
		" ssh://me@there:2222 ":   "ssh://me@there:2222",
	} {
		if got, err := parseHost(text); got != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"npipe:////./pipe/docker_engine": "is a pipe of Windows",
		"http://there":                   "is no address of an engine",
		"tcp://there:port":               "is no address of an engine",
	} {
		if got, err := parseHost(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v; want an error with %q", text, got, err, want)
		}
	}
}

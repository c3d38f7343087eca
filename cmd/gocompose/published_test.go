package main

import (
	"testing"

	"gocompose/engine/plan"
)

func TestAddress(t *testing.T) {
	for want, p := range map[string]plan.PublishedPort{
		"http://here:80":      {Published: 80, Protocol: "tcp"},
		"http://here:81":      {HostIP: "0.0.0.0", Published: 81, Protocol: "tcp"},
		"http://127.0.0.1:82": {HostIP: "127.0.0.1", Published: 82, Protocol: "tcp"},
		"http://[::1]:83":     {HostIP: "::1", Published: 83, Protocol: "tcp"},
		"":                    {HostIP: "::", Published: 84, Protocol: "tcp"},
	} {
		if got := address("here", p); got != want {
			t.Errorf("%+v: %q, want %q", p, got, want)
		}
	}
}

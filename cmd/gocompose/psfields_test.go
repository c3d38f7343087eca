package main

import (
	"testing"

	"gocompose/engine/plan"
)

// TestPortsText has what docker ps writes of the same ports.
func TestPortsText(t *testing.T) {
	published := func(ip string, from, to uint16) plan.PublishedPort {
		return plan.PublishedPort{HostIP: ip, Published: from, Target: to, Protocol: "tcp"}
	}
	for want, all := range map[string][]plan.PublishedPort{
		"":       nil,
		"80/tcp": {{Target: 80, Protocol: "tcp"}},
		"0.0.0.0:80-82->80-82/tcp, [::]:80-82->80-82/tcp": {
			published("0.0.0.0", 80, 80), published("::", 80, 80), published("0.0.0.0", 81, 81), published("::", 81, 81), published("0.0.0.0", 82, 82), published("::", 82, 82)},
		"127.0.0.1:80->80/tcp, 81/tcp, 127.0.0.1:8082->82/tcp": {
			published("127.0.0.1", 80, 80), {Target: 81, Protocol: "tcp"}, published("127.0.0.1", 8082, 82)},
		"53/tcp, 53/udp": {{Target: 53, Protocol: "tcp"}, {Target: 53, Protocol: "udp"}},
	} {
		if got := portsText(all); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

package compose_test

import (
	"testing"

	"gocompose/compose"
)

func TestRestartPolicy(t *testing.T) {
	three := uint64(3)
	of := func(condition string, attempts *uint64) *compose.Deploy {
		return &compose.Deploy{RestartPolicy: &compose.RestartPolicy{Condition: condition, MaxAttempts: attempts}}
	}
	for _, c := range []struct {
		service  compose.Service
		name     string
		attempts int
	}{
		{compose.Service{}, "", 0},
		{compose.Service{Restart: "no"}, "no", 0},
		{compose.Service{Restart: "always"}, "always", 0},
		{compose.Service{Restart: "on-failure"}, "on-failure", 0},
		{compose.Service{Restart: "on-failure:3"}, "on-failure", 3},
		{compose.Service{Restart: "always", Deploy: &compose.Deploy{}}, "always", 0},
		{compose.Service{Restart: "always", Deploy: of("none", nil)}, "no", 0},
		{compose.Service{Restart: "no", Deploy: of("any", nil)}, "always", 0},
		{compose.Service{Restart: "no", Deploy: of("", nil)}, "always", 0},
		{compose.Service{Deploy: of("any", &three)}, "always", 0},
		{compose.Service{Restart: "always", Deploy: of("on-failure", nil)}, "on-failure", 0},
		{compose.Service{Restart: "on-failure:5", Deploy: of("on-failure", &three)}, "on-failure", 3},
		{compose.Service{Deploy: of("unless-stopped", nil)}, "unless-stopped", 0},
	} {
		if name, attempts := c.service.RestartPolicy(); name != c.name || attempts != c.attempts {
			t.Errorf("%+v: %s %d, not %s %d", c.service, name, attempts, c.name, c.attempts)
		}
	}
}

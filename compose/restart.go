package compose

import (
	"strconv"
	"strings"
)

// RestartPolicy gives what happens when a container of the service ends, in
// the engine's words: no, always, unless-stopped or on-failure, and for the
// last how often it is tried again; 0 is for ever. deploy.restart_policy wins
// over restart, and without a condition it restarts whatever the reason, as
// the Compose Deploy Specification says.
func (s *Service) RestartPolicy() (name string, attempts int) {
	if s.Deploy == nil || s.Deploy.RestartPolicy == nil {
		name, most, _ := strings.Cut(s.Restart, ":")
		attempts, _ = strconv.Atoi(most) // absent, or checked by the loader
		return name, attempts
	}
	p := s.Deploy.RestartPolicy
	switch p.Condition {
	case "none", "no":
		return "no", 0
	case "on-failure":
		if p.MaxAttempts != nil {
			attempts = int(*p.MaxAttempts)
		}
		return "on-failure", attempts
	case "unless-stopped":
		return "unless-stopped", 0
	}
	return "always", 0
}

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/docker/docker/api/types/versions"
)

// condition is what may stand in brackets before a line of a script: [api:1.42]
// is true on engines that speak that version of the Engine API, or a later one.
func (s *stage) condition(text string) (bool, error) {
	least, ok := strings.CutPrefix(text, "api:")
	if !ok {
		return false, fmt.Errorf("unknown condition [%s]", text)
	}
	ping, err := s.api.Ping(context.Background())
	return versions.GreaterThanOrEqualTo(ping.APIVersion, least), err
}

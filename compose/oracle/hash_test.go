package oracle

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/compose-spec/compose-go/v2/types"

	"gocompose/compose"
	"gocompose/engine/spec"
)

// hashes compares the config hashes of all services, networks and volumes with
// what docker compose labels its own with. It gives the first difference.
func hashes(here *compose.Project, there *types.Project) string {
	for name, s := range there.Services {
		if got, want := spec.ServiceHash(here.Services[name]), hashOf(hashed(s)); got != want {
			return fmt.Sprintf("hash of service %s: got %s, want %s", name, got, want)
		}
	}
	for name, n := range there.Networks {
		if got, want := spec.NetworkHash(here.Networks[name]), hashOf(n); got != want {
			return fmt.Sprintf("hash of network %s: got %s, want %s", name, got, want)
		}
	}
	for name, v := range there.Volumes {
		if v.Driver == "" {
			v.Driver = "local"
		}
		if got, want := spec.VolumeHash(here.Volumes[name]), hashOf(v); got != want {
			return fmt.Sprintf("hash of volume %s: got %s, want %s", name, got, want)
		}
	}
	return ""
}

// hashed is a service without what docker compose leaves out of its hash.
// (docker/compose pkg/compose/hash.go)
func hashed(s types.ServiceConfig) types.ServiceConfig {
	s.Build, s.PullPolicy, s.Scale, s.DependsOn, s.Profiles = nil, "", nil, nil, nil
	s.LabelFiles = nil // up discards it, as it does env_file
	if s.Deploy != nil {
		deploy := *s.Deploy
		deploy.Replicas = nil
		s.Deploy = &deploy
	}
	return s
}

func hashOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

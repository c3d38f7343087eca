package endpoint

import (
	"fmt"

	"github.com/docker/cli/cli/config"
)

// DetachKeys gives the keys that the docker configuration names for leaving a
// program to itself; empty where it names none.
func DetachKeys() (string, error) {
	file, err := config.Load(config.Dir())
	if err != nil {
		return "", fmt.Errorf("read the docker configuration: %w; correct the file", err)
	}
	return file.DetachKeys, nil
}

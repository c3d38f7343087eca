package endpoint

import (
	"fmt"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
)

// configuration reads that of the docker command.
func configuration() (*configfile.ConfigFile, error) {
	file, err := config.Load(config.Dir())
	if err != nil {
		return nil, fmt.Errorf("read the docker configuration: %w; correct the file", err)
	}
	return file, nil
}

// PsFormat gives how the docker configuration wants ps to list; empty: it does not say.
func PsFormat() (string, error) {
	file, err := configuration()
	if err != nil {
		return "", err
	}
	return file.PsFormat, nil
}

// DetachKeys gives the keys that the docker configuration names for leaving a
// program to itself; empty where it names none.
func DetachKeys() (string, error) {
	file, err := configuration()
	if err != nil {
		return "", err
	}
	return file.DetachKeys, nil
}

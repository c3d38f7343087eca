package build

import (
	"fmt"
	"maps"
	"path/filepath"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
	"github.com/docker/cli/cli/config/types"
	"github.com/docker/docker/api/types/registry"
)

// Login gives the login that the docker configuration or its helpers keep for
// a registry host, such as docker.io or ghcr.io; the zero value where there is none.
func Login(host string) (registry.AuthConfig, error) {
	file, err := dockerConfig()
	if err != nil {
		return registry.AuthConfig{}, err
	}
	login, err := loginFor(file, host)
	if err != nil || login == (types.AuthConfig{ServerAddress: login.ServerAddress}) {
		return registry.AuthConfig{}, err
	}
	return wire(login), nil
}

// dockerConfig reads the config.json of the docker command, with the stores of logins that it names.
func dockerConfig() (*configfile.ConfigFile, error) {
	file, err := config.Load(config.Dir())
	if err != nil {
		return nil, fmt.Errorf("read the docker configuration: %w; correct the file", err)
	}
	return file, nil
}

// dockerHub is the key under which docker login keeps the login of Docker Hub, whatever its host is called.
const dockerHub = "https://index.docker.io/v1/"

func loginFor(file *configfile.ConfigFile, host string) (types.AuthConfig, error) {
	key := host
	if host == "docker.io" || host == "registry-1.docker.io" {
		key = dockerHub
	}
	login, err := file.GetAuthConfig(key)
	if err != nil {
		return types.AuthConfig{}, fmt.Errorf("login for %s: %w; see credHelpers and credsStore in the docker configuration", host, err)
	}
	return login, nil
}

// wire is a login as the Engine API takes it.
func wire(login types.AuthConfig) registry.AuthConfig {
	return registry.AuthConfig{Username: login.Username, Password: login.Password, Auth: login.Auth,
		ServerAddress: login.ServerAddress, IdentityToken: login.IdentityToken, RegistryToken: login.RegistryToken}
}

// Helpers gives the programs docker-credential-NAME that keep logins: by registry,
// and under "" that of all others.
func Helpers() (map[string]string, error) {
	file, err := dockerConfig()
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	maps.Copy(out, file.CredentialHelpers)
	if file.CredentialsStore != "" {
		out[""] = file.CredentialsStore
	}
	return out, nil
}

// ConfigPath gives the file of the docker configuration.
func ConfigPath() string { return filepath.Join(config.Dir(), config.ConfigFileName) }

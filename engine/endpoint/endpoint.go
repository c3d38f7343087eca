// Package endpoint finds the Docker Engine to use in the way of the docker
// command: by its flags, else DOCKER_HOST or DOCKER_CONTEXT, else the context
// that `docker context use` chose.
package endpoint

import (
	"cmp"
	"crypto/tls"
	"errors"

	"github.com/docker/cli/cli/config/configfile"
)

// Choice is what flags say of the engine. What is empty is left to the
// environment and the docker configuration.
type Choice struct {
	Host    string // such as tcp://10.0.0.7:2376; names the engine, as Context does
	Context string // name of a docker context
	TLS     TLS    // for an engine that no context names
}

// Endpoint is where an engine is, and how to speak with it.
type Endpoint struct {
	Host    string            // unix://PATH, tcp://HOST:PORT or ssh://[USER@]HOST[:PORT][/PATH]
	TLS     *tls.Config       // nil: none
	Headers map[string]string // to send with every call, from the docker configuration
}

// defaultContext is the name for: no context, but DOCKER_HOST or the local engine.
const defaultContext = "default"

// Find gives the engine to use. It makes no connection.
func Find(c Choice, getenv func(string) string) (Endpoint, error) {
	if c.Host != "" && c.Context != "" {
		return Endpoint{}, errors.New("-H and --context both name an engine; leave out one of them")
	}
	file, err := configuration()
	if err != nil {
		return Endpoint{}, err
	}
	e, err := find(c, file, getenv)
	e.Headers = file.HTTPHeaders
	return e, err
}

func find(c Choice, file *configfile.ConfigFile, getenv func(string) string) (Endpoint, error) {
	if name := contextName(c, file, getenv); name != defaultContext {
		return ofContext(name)
	}
	host, err := parseHost(cmp.Or(c.Host, getenv("DOCKER_HOST")))
	if err != nil {
		return Endpoint{}, err
	}
	config, err := c.TLS.config(getenv)
	return Endpoint{Host: host, TLS: config}, err
}

// contextName gives the context to use. A host that is named wins over the
// contexts of the environment and of the configuration.
func contextName(c Choice, file *configfile.ConfigFile, getenv func(string) string) string {
	switch {
	case c.Context != "":
		return c.Context
	case c.Host != "" || getenv("DOCKER_HOST") != "":
		return defaultContext
	}
	return cmp.Or(getenv("DOCKER_CONTEXT"), file.CurrentContext, defaultContext)
}

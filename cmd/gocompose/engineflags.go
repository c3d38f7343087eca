package main

import (
	"os"

	"github.com/urfave/cli/v2"

	"gocompose/engine/endpoint"
)

// engineFlags are those of the docker command that say which engine to use.
var engineFlags = []cli.Flag{
	&cli.StringFlag{Name: "host", Aliases: []string{"H"}, Usage: "`ADDRESS` of the engine: unix://, tcp:// or ssh://; also $DOCKER_HOST"},
	&cli.StringFlag{Name: "context", Aliases: []string{"c"}, Usage: "`NAME` of the docker context whose engine to use; also $DOCKER_CONTEXT"},
	&cli.StringFlag{Name: "config", Usage: "`FOLDER` of the docker configuration; also $DOCKER_CONFIG"},
	&cli.BoolFlag{Name: "tls", Usage: "speak TLS with the engine; also $DOCKER_TLS"},
	&cli.BoolFlag{Name: "tlsverify", Usage: "speak TLS, and check the engine's certificate; also $DOCKER_TLS_VERIFY"},
	&cli.StringFlag{Name: "tlscacert", Usage: "`FILE` with the certificates to trust; else ca.pem in $DOCKER_CERT_PATH"},
	&cli.StringFlag{Name: "tlscert", Usage: "`FILE` with the certificate to show; else cert.pem there"},
	&cli.StringFlag{Name: "tlskey", Usage: "`FILE` with its key; else key.pem there"},
	&cli.BoolFlag{Name: "debug", Aliases: []string{"D"}, Hidden: true}, // docker passes these two on to plugins
	&cli.StringFlag{Name: "log-level", Aliases: []string{"l"}, Hidden: true},
}

// engineChoice gives which engine the flags name, and says where the docker configuration is,
// for the helpers that it names, too.
func engineChoice(c *cli.Context) (endpoint.Choice, error) {
	if folder := c.String("config"); folder != "" {
		if err := os.Setenv("DOCKER_CONFIG", folder); err != nil {
			return endpoint.Choice{}, err
		}
	}
	choice := endpoint.Choice{Host: c.String("host"), Context: c.String("context"),
		TLS: endpoint.TLS{CA: c.String("tlscacert"), Cert: c.String("tlscert"), Key: c.String("tlskey")}}
	switch {
	case c.Bool("tlsverify"):
		choice.TLS.Mode = endpoint.TLSVerified
	case c.Bool("tls"), c.IsSet("tlsverify"):
		choice.TLS.Mode = endpoint.TLSUnverified
	}
	return choice, nil
}

// engineWords gives the flags that lead to the same engine.
func (s *session) engineWords() (words []string) {
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, value)
		}
	}
	add("-H", s.endpoint.Host)
	add("-c", s.endpoint.Context)
	return words
}

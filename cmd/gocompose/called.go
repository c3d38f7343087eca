package main

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// ownName is what the program is called unless it is installed under a name of docker's.
const ownName = "gocompose"

// calledAs gives how the user calls the program, and the command line without
// what that takes. Installed as docker-compose it is that; docker runs
// docker-NAME as its plugin with all of its own command line, in which NAME
// stands behind docker's global flags, or behind help and __complete:
//
//	docker -H ADDRESS NAME up → docker-NAME -H ADDRESS NAME up
func calledAs(args []string) (string, []string) {
	base := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	plugin, ok := strings.CutPrefix(base, "docker-")
	if !ok {
		return ownName, args
	}
	head, words := args[:1], args[1:]
	if len(words) > 0 && words[0] == completeName {
		head, words = args[:2], words[1:]
	}
	flags, words, err := leading(engineFlags, words)
	at := 0
	if len(words) > 0 && words[0] == "help" {
		at = 1
	}
	if err != nil || len(words) <= at || words[at] != plugin {
		return base, args
	}
	return "docker " + plugin, slices.Concat(head, flags, words[:at], words[at+1:])
}

// program gives how the user calls the program.
func (s *session) program() string { return cmp.Or(s.name, ownName) }

// spoken gives a text with the commands in it as the user calls them.
func (s *session) spoken(text string) string {
	if s.program() == ownName {
		return text
	}
	return strings.NewReplacer("`"+ownName+" ", "`"+s.program()+" ", "`"+ownName+"`", "`"+s.program()+"`").Replace(text)
}

// metadataCommand says what the docker command asks of its plugins.
func metadataCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:   "docker-cli-plugin-metadata",
		Usage:  "say what docker has to know of its plugin",
		Hidden: true,
		Action: func(*cli.Context) error {
			return json.NewEncoder(s.stdout).Encode(map[string]string{
				"SchemaVersion": "0.1.0", "Vendor": ownName, "Version": "v" + version, "ShortDescription": "Compose files, with a plan before and a reason after",
			})
		},
	}
}

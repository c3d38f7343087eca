package main

import (
	"embed"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// runComplete answers a script of completion, and nothing else is written.
func runComplete(name string, words []string, stdin io.Reader, stdout io.Writer) int {
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return exitFailed
	}
	s := &session{name: name, stdin: stdin, stdoutFile: nowhere, stderrFile: nowhere, getenv: os.Getenv, environ: os.Environ()}
	s.complete(words, stdout)
	return exitOK
}

// completionScripts are the scripts for the shells, for which the program is NAME.
// They ask it, as completeName, for whatever they complete.
//
//go:embed completion
var completionScripts embed.FS

var shells = []string{"bash", "fish", "zsh"}

func completionCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print the script that lets a shell complete commands, flags, services and projects",
		ArgsUsage: "bash|fish|zsh",
		Action: func(c *cli.Context) error {
			switch {
			case c.NArg() != 1 || !slices.Contains(shells, c.Args().First()):
				return usage{fmt.Errorf("completion takes the name of a shell: bash, fish or zsh")}
			case strings.Contains(s.program(), " "):
				return usage{fmt.Errorf("as a plugin %s is completed by docker's own script; see `docker completion --help`", s.program())}
			}
			script, err := completionScripts.ReadFile("completion/" + c.Args().First())
			if err != nil {
				return err
			}
			function := strings.ReplaceAll(s.program(), "-", "_")
			_, err = strings.NewReplacer("NAME", s.program(), "FUNCTION", function).WriteString(s.stdout, string(script))
			return err
		},
	}
}

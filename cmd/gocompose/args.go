package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// verbatim is the commands whose arguments after the first are another
// program's: their flags must stand first.
var verbatim = []string{"run", "exec"}

// arrange puts a command's flags before its arguments, since docker compose
// lets them stand anywhere and the flag parser stops at the first argument.
// Values that are joined to a short flag, as in -t5, are split off.
func arrange(app *cli.App, args []string) ([]string, error) {
	at := commandAt(app, args)
	if at < 0 || slices.Contains(verbatim, args[at]) {
		return args, nil
	}
	command := app.Command(args[at])
	if command == nil {
		return args, nil
	}
	flags, rest, err := split(command.Flags, args[at+1:])
	if err != nil {
		return nil, usage{fmt.Errorf("%w; see `gocompose help %s`", err, command.Name)}
	}
	out := append(slices.Clone(args[:at+1]), flags...)
	if len(rest) > 0 {
		out = append(append(out, "--"), rest...)
	}
	return out, nil
}

// commandAt finds the command behind the global flags; -1 where there is none.
func commandAt(app *cli.App, args []string) int {
	for i := 1; i < len(args); i++ {
		name, dashed := flagName(args[i])
		if !dashed {
			return i
		}
		if takesValue(app.Flags, name) && !strings.Contains(args[i], "=") {
			i++
		}
	}
	return -1
}

// split parts a command's words into flags with their values, and arguments.
func split(known []cli.Flag, words []string) (flags, rest []string, err error) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		name, dashed := flagName(word)
		switch {
		case word == "--":
			return flags, append(rest, words[i+1:]...), nil
		case !dashed:
			rest = append(rest, word)
		case takesValue(known, name) && !strings.Contains(word, "="):
			if i+1 == len(words) {
				return nil, nil, fmt.Errorf("flag %s needs a value", word)
			}
			flags = append(flags, word, words[i+1])
			i++
		case joined(known, word):
			flags = append(flags, word[:2], word[2:])
		default:
			flags = append(flags, word)
		}
	}
	return flags, rest, nil
}

// flagName gives the name in -n, --name and --name=value. A dash alone is an argument.
func flagName(word string) (name string, dashed bool) {
	if len(word) < 2 || word[0] != '-' {
		return "", false
	}
	name, _, _ = strings.Cut(strings.TrimLeft(word, "-"), "=")
	return name, true
}

// joined tells whether word is a short flag with its value behind it, as -t5.
func joined(known []cli.Flag, word string) bool {
	return len(word) > 2 && word[1] != '-' && word[2] != '=' && takesValue(known, word[1:2])
}

func takesValue(known []cli.Flag, name string) bool {
	for _, f := range known {
		if slices.Contains(f.Names(), name) {
			d, ok := f.(cli.DocGenerationFlag)
			return ok && d.TakesValue()
		}
	}
	return false
}

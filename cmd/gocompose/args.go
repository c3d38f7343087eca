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
// Short flags that are joined, as in -dt5, are split, with their values.
func arrange(app *cli.App, args []string) ([]string, error) {
	flags, words, err := leading(app.Flags, args[1:])
	if err != nil {
		return nil, usage{fmt.Errorf("%w; see `gocompose help`", err)}
	}
	out := append(args[:1:1], flags...)
	if slices.Contains(flags, "--version") {
		words = []string{"version"}
	}
	if len(words) == 0 {
		return out, nil
	}
	if len(words) > 1 && slices.Contains([]string{"help", "h"}, words[0]) && app.Command(words[1]) != nil {
		words = slices.Concat(words[1:2], []string{"--help"}, words[2:])
	}
	command := app.Command(words[0])
	if command == nil {
		return append(out, words...), nil
	}
	words, err = arrangeCommand(command, command.Name, words)
	return append(out, words...), err
}

// arrangeCommand is arrange for a command, its name and what follows. What
// stands before the name of a command below it is moved behind that.
func arrangeCommand(command *cli.Command, name string, words []string) ([]string, error) {
	if slices.Contains(verbatim, command.Name) {
		flags, rest, err := leading(command.Flags, words[1:])
		if err != nil {
			return nil, usage{fmt.Errorf("%w; see `gocompose help %s`", err, name)}
		}
		switch {
		case asksForHelp(flags):
			rest = nil
		case len(rest) > 0 && rest[0] == "--":
			rest = rest[1:]
		}
		return slices.Concat(words[:1], flags, rest), nil
	}
	if before, rest, err := leading(command.Flags, words[1:]); err == nil && len(rest) > 0 && command.Command(rest[0]) != nil {
		below, err := arrangeCommand(command.Command(rest[0]), name+" "+rest[0], slices.Concat(rest[:1], before, rest[1:]))
		return append(words[:1:1], below...), err
	}
	flags, rest, err := split(command.Flags, words[1:])
	if err != nil {
		return nil, usage{fmt.Errorf("%w; see `gocompose help %s`", err, name)}
	}
	out := append(words[:1:1], flags...)
	if len(rest) > 0 && !asksForHelp(flags) {
		if command.ArgsUsage == "" {
			return nil, usage{fmt.Errorf("%s takes no arguments; leave out %s", name, strings.Join(rest, " "))}
		}
		out = append(append(out, "--"), rest...)
	}
	return out, nil
}

// leading parts words into the flags that they begin with, and the rest.
func leading(known []cli.Flag, words []string) (flags, rest []string, err error) {
	for len(words) > 0 && dashed(words[0]) && words[0] != "--" {
		var flag []string
		if flag, words, err = take(known, words); err != nil {
			return nil, nil, err
		}
		flags = append(flags, flag...)
	}
	return flags, words, nil
}

// asksForHelp tells whether a command's help is wanted: its arguments would be
// taken for topics.
func asksForHelp(flags []string) bool {
	return slices.Contains(flags, "--help")
}

// split parts a command's words into flags with their values, and arguments.
func split(known []cli.Flag, words []string) (flags, rest []string, err error) {
	for len(words) > 0 {
		switch {
		case words[0] == "--":
			return flags, append(rest, words[1:]...), nil
		case dashed(words[0]):
			var flag []string
			if flag, words, err = take(known, words); err != nil {
				return nil, nil, err
			}
			flags = append(flags, flag...)
		default:
			rest, words = append(rest, words[0]), words[1:]
		}
	}
	return flags, rest, nil
}

// dashed tells whether a word is a flag. A dash alone is an argument.
func dashed(word string) bool { return len(word) > 1 && word[0] == '-' }

// take gives the flag that words begin with, with its value, and what is left.
func take(known []cli.Flag, words []string) (flag, left []string, err error) {
	word := words[0]
	name, value, valued := strings.Cut(strings.TrimLeft(word, "-"), "=")
	f := find(known, name)
	switch {
	case f == nil && !strings.HasPrefix(word, "--"):
		return takeJoined(known, words)
	case f == nil:
		return nil, nil, unknownFlag(known, "--"+name)
	case valued:
		return []string{long(f) + "=" + value}, words[1:], nil
	case !f.TakesValue():
		return []string{long(f)}, words[1:], nil
	case len(words) == 1:
		return nil, nil, fmt.Errorf("flag %s needs a value", word)
	}
	return []string{long(f), words[1]}, words[2:], nil
}

// long writes a flag by its name: the flag parser takes no two forms of one.
func long(f cli.DocGenerationFlag) string { return "--" + f.Names()[0] }

// takeJoined takes short flags that share a dash, the last of which may have a
// value, joined as well or the next word: -dt5, -dt 5.
func takeJoined(known []cli.Flag, words []string) (flags, left []string, err error) {
	letters := words[0][1:]
	for i := range letters {
		f := find(known, letters[i:i+1])
		if f == nil {
			return nil, nil, unknownFlag(known, words[0])
		}
		if !f.TakesValue() {
			flags = append(flags, long(f))
			continue
		}
		last := append([]string{"-" + letters[i:]}, words[1:]...)
		if value := letters[i+1:]; value != "" {
			last = append([]string{"-" + letters[i:i+1], strings.TrimPrefix(value, "=")}, words[1:]...)
		}
		flag, left, err := take(known, last)
		return append(flags, flag...), left, err
	}
	return flags, words[1:], nil
}

// find gives the flag of that name, long or short; nil where there is none.
func find(known []cli.Flag, name string) cli.DocGenerationFlag {
	for _, f := range append(known[:len(known):len(known)], cli.HelpFlag) {
		if slices.Contains(f.Names(), name) {
			return f.(cli.DocGenerationFlag)
		}
	}
	return nil
}

func unknownFlag(known []cli.Flag, word string) error {
	if global := find(globalFlags, strings.TrimLeft(word, "-")); global != nil && find(known, "file") == nil {
		example := word
		if global.TakesValue() {
			example += " …"
		}
		return fmt.Errorf("flag %s stands before the command: `gocompose %s COMMAND`", word, example)
	}
	near := cli.SuggestFlag(slices.DeleteFunc(slices.Clone(known), hiddenFlag), strings.TrimLeft(word, "-"), true)
	if near == "" || !alike(near, word) {
		return fmt.Errorf("unknown flag %s", word)
	}
	return fmt.Errorf("unknown flag %s; did you mean %s?", word, near)
}

// alike tells whether a suggestion is worth making: it always is the nearest,
// however far away.
func alike(near, word string) bool {
	near, word = strings.TrimLeft(near, "-"), strings.TrimLeft(word, "-")
	return near != "" && word != "" && near[0] == word[0]
}

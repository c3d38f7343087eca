package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/compose/pattern"
)

// completeName is the command that the scripts of completion call with the words of a command line,
// the last of which is to be completed. It speaks the protocol of the cobra library, so that docker's
// own scripts complete the plugin: a line a completion, behind a tab what it is, and last a directive.
const completeName = "__complete"

// A directive says what the shell is to make of the candidates.
type directive int

const (
	orFiles   directive = 0  // or a file
	noSpace   directive = 2  // more of the word follows
	noFiles   directive = 4  // that is all
	orFolders directive = 16 // a folder
)

// completion is what a word may become.
type completion struct {
	value, what string
}

// line is a command line up to the word that is to be completed.
type line struct {
	global   []string              // the words of global flags
	command  *cli.Command          // nil: none yet
	commands []*cli.Command        // that may come next
	flags    []cli.Flag            // that may come next
	args     int                   // how many arguments the command has
	over     bool                  // no flags may follow
	open     cli.DocGenerationFlag // whose value is to be completed; nil: none
	lost     bool                  // something is unknown
}

// readLine reads a command line.
func readLine(app *cli.App, words []string) line {
	l := line{commands: app.Commands, flags: app.Flags}
	for len(words) > 0 && l.open == nil && !l.lost {
		word := words[0]
		switch {
		case l.over, !dashed(word):
			l.word(word)
			words = words[1:]
		case word == "--":
			l.over, words = true, words[1:]
		default:
			words = l.flag(words)
		}
	}
	return l
}

// word takes the name of a command, or an argument. What follows help is as if that were not there.
func (l *line) word(name string) {
	i := slices.IndexFunc(l.commands, func(c *cli.Command) bool { return slices.Contains(c.Names(), name) })
	switch {
	case i >= 0:
		l.command = l.commands[i]
		l.flags, l.commands = l.command.Flags, l.command.Subcommands
	case l.command == nil:
		l.lost = name != "help"
	default:
		l.args, l.commands = l.args+1, nil
		l.over = l.over || slices.Contains(verbatim, l.command.Name)
	}
}

// flag takes a flag with its value, and gives the words that are left.
func (l *line) flag(words []string) []string {
	flag, left, err := take(l.flags, words)
	if err != nil {
		l.open = openFlag(l.flags, words)
		l.lost = l.open == nil
		return nil
	}
	if l.command == nil {
		l.global = append(l.global, flag...)
	}
	return left
}

// openFlag gives the flag whose value is what words lack; nil where that is not what is wrong with them.
func openFlag(known []cli.Flag, words []string) cli.DocGenerationFlag {
	flags, left, err := take(known, append(words[:1:1], "value"))
	if err != nil || len(words) > 1 || len(left) > 0 {
		return nil
	}
	return find(known, strings.TrimLeft(flags[len(flags)-2], "-"))
}

// slot is what kind of word is to be completed, as the help calls it: command,
// flag, choice, or SERVICE, FILE and so on.
type slot struct {
	line
	kind    string
	choices []string // for kind choice
	prefix  string   // what stands before the value in its word: --format=
}

// slotOf gives what the next word of a line may be, of which some may be there already.
func slotOf(l line, current string) slot {
	w := slot{line: l}
	name, _, valued := strings.Cut(current, "=")
	inside := find(l.flags, strings.TrimLeft(name, "-"))
	switch {
	case l.lost:
	case l.open != nil:
		w.value(l.open)
	case !l.over && valued && strings.HasPrefix(current, "--") && inside != nil:
		w.prefix = name + "="
		w.value(inside)
	case !l.over && strings.HasPrefix(current, "-"):
		w.kind = "flag"
	case l.command == nil:
		w.kind = "command"
	default:
		w.argument()
		if strings.Contains(w.kind, "PATH") && readEnd(current).service != "" {
			w.kind = "" // only the container knows what there is
		}
	}
	return w
}

var (
	placeholder = pattern.New("`([A-Z=]+)`")
	choice      = pattern.New(`(?:^|: )((?:[a-z][a-z-]*(?: \([^)]*\))?, )*[a-z][a-z-]*(?: \([^)]*\))? or [a-z][a-z-]*)`)
	aside       = pattern.New(` \([^)]*\)`)
)

// value wants a flag's value. Its help says of what kind that is, or lists what there is: a, b or c.
func (w *slot) value(f cli.DocGenerationFlag) {
	name, help := f.(cli.Flag).Names()[0], f.GetUsage()
	switch {
	case name == "project-name", name == "context":
		w.kind = name
	case choice().MatchString(help):
		list := aside().ReplaceAllString(choice().FindStringSubmatch(help)[1], "")
		w.kind, w.choices = "choice", strings.Split(strings.ReplaceAll(list, " or ", ", "), ", ")
	case placeholder().MatchString(help):
		w.kind = placeholder().FindStringSubmatch(help)[1]
	}
}

// argument wants a command's argument, of the kind that its help names at that
// place. The last may stand for all that follow: [SERVICE...].
func (w *slot) argument() {
	kinds := strings.Fields(w.command.ArgsUsage)
	if len(kinds) == 0 {
		return
	}
	kind := kinds[min(w.args, len(kinds)-1)]
	if w.args >= len(kinds) && !strings.Contains(kind, "...") {
		return
	}
	w.kind = strings.TrimSuffix(strings.Trim(kind, "[]"), "...")
	if strings.Contains(w.kind, "|") {
		w.kind, w.choices = "choice", strings.Split(w.kind, "|")
	}
}

// complete answers a script of completion. It says nothing of errors: a shell
// has no place for them.
func (s *session) complete(words []string, out io.Writer) {
	current := ""
	if last := len(words) - 1; last >= 0 {
		words, current = words[:last], words[last]
	}
	w := slotOf(readLine(newApp(s), words), current)
	found, end := s.completions(w)
	for _, c := range found {
		if value := w.prefix + c.value; strings.HasPrefix(value, current) {
			fmt.Fprintln(out, strings.TrimSuffix(value+"\t"+c.what, "\t"))
		}
	}
	fmt.Fprintf(out, ":%d\n", end)
}

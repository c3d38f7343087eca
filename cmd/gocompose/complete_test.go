package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// TestHasAllOfDockerCompose holds that each command and flag of docker compose is
// here, that its help shows those which docker compose's help does, and that a
// script uses it.
func TestHasAllOfDockerCompose(t *testing.T) {
	used, app := usedInScripts(t), testApp()
	problems := map[string]string{} // by what is lacking
	for _, peer := range peersCommands(t) {
		flags, command := globalFlags, app.Command(peer.name)
		switch {
		case peer.name != "" && command == nil:
			problems[peer.name] = "no such command"
			continue
		case command != nil:
			flags = command.Flags
			if used[peer.name] == nil {
				problems[peer.name] = "no script uses it"
			}
		}
		for _, f := range peer.flags {
			if problem := f.lacks(flags, used[peer.name]); problem != "" {
				problems[strings.TrimSpace(peer.name+" "+f.long)] = problem
			}
		}
	}
	for _, what := range keys(problems) {
		t.Errorf("%s: %s", what, problems[what])
	}
}

// peerFlag is a flag of docker compose.
type peerFlag struct {
	long, short string // with their dashes; short may be empty
	hidden      bool   // its help does not show it
}

// lacks tells what is wrong with the flag that is here; "" for nothing.
func (f peerFlag) lacks(flags []cli.Flag, used map[string]bool) string {
	have := find(flags, strings.TrimLeft(f.long, "-"))
	switch {
	case have == nil:
		return "no such flag"
	case f.short != "" && find(flags, f.short[1:]) != have:
		return f.short + " is not the same"
	case !f.hidden && !have.(cli.VisibleFlag).IsVisible():
		return "the help does not show it"
	case !used[long(have)]:
		return "no script uses it"
	}
	return ""
}

type peerCommand struct {
	name  string // empty: the flags before all commands
	flags []peerFlag
}

func peersCommands(t *testing.T) (out []peerCommand) {
	text, err := os.ReadFile("testdata/docker-compose.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		command, flags, _ := strings.Cut(line, ":")
		c := peerCommand{name: command}
		for _, word := range strings.Fields(flags) {
			name, hidden := strings.CutSuffix(word, "?")
			long, short, _ := strings.Cut(name, ",")
			c.flags = append(c.flags, peerFlag{long, short, hidden})
		}
		out = append(out, c)
	}
	return out
}

// usedInScripts gives the flags, by their names, that scripts use with each command.
func usedInScripts(t *testing.T) map[string]map[string]bool {
	files, err := filepath.Glob("testdata/script/*.txtar")
	more, _ := filepath.Glob("testdata/script/*/*.txtar")
	if err != nil || len(files) == 0 || len(more) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	app, used := testApp(), map[string]map[string]bool{"": {}}
	for _, file := range append(files, more...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "-- ") {
				break
			}
			if _, args, ok := strings.Cut(line, "gocompose "); ok && !strings.HasPrefix(line, "#") {
				noteUse(app, used, strings.Fields(args))
			}
		}
	}
	return used
}

// noteUse notes the flags of one command line.
func noteUse(app *cli.App, used map[string]map[string]bool, args []string) {
	words, err := arrange(app, append([]string{"gocompose"}, args...))
	if err != nil {
		return // a script shows what is refused
	}
	command, flags := "", app.Flags
	for words = words[1:]; len(words) > 0; words = words[1:] {
		name, _, valued := strings.Cut(words[0], "=")
		f := find(flags, strings.TrimLeft(name, "-"))
		switch {
		case words[0] == "--":
			return
		case strings.HasPrefix(name, "--") && f != nil:
			used[command][long(f)] = true
			if !valued && f.TakesValue() {
				words = words[1:]
			}
		case (command == "" || command == "plan") && app.Command(words[0]) != nil:
			command, flags = words[0], append(app.Command(words[0]).Flags, planFlags()...)
			if used[command] == nil {
				used[command] = map[string]bool{}
			}
		default:
			return
		}
	}
}

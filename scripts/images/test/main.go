// Command test-tool is the one program of the image gocompose-test: every behaviour that a test or a benchmark wants from a
// container, as PID 1, without a shell.
//
//	sleep [SECONDS]           stay; for ever without a number. Ends at once, with 0, on SIGTERM or SIGINT
//	ignore-term               stay, whatever SIGTERM says
//	signal                    stay until a signal comes, print its name and end
//	window                    print the size of the terminal, COLUMNSxROWS, and again whenever it changes
//	exit CODE [DELAY]         end with CODE
//	serve PORT TEXT [DELAY]   answer every HTTP request with TEXT, after DELAY
//	get URL                   print what URL answers; fails unless the status is 200
//	health FILE | URL         succeeds if FILE exists, or URL answers 200
//	health after DELAY        succeeds once the container is DELAY old
//	print COUNT TEXT          print TEXT with its number, COUNT times
//	tick DELAY TEXT           print TEXT with its number for ever, DELAY apart
//	stderr TEXT               print TEXT on stderr
//	echo TEXT…                print TEXT
//	env [NAME]                print the environment, sorted, or one variable's value; fails if that is not set
//	cat FILE…                 print files
//	touch FILE                make FILE
//	rm -rf -- FILE…           delete files and folders
//	resolve NAME              print the addresses of NAME, sorted
//	true, false               end with 0 or 1
//
// Several commands may follow one another: `test-tool touch /tmp/ready then sleep`. The first that fails ends the program.
// DELAY is as in Go: 300ms, 2s. The image also holds links named after some commands, so that `sleep 1000000` works.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// exitCode is how a command asks for an exit code without a message.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

var commands = map[string]func(args []string) error{
	"sleep":       sleep,
	"ignore-term": ignoreTerm,
	"signal":      awaitSignal,
	"window":      window,
	"exit":        exit,
	"serve":       serve,
	"get":         get,
	"health":      health,
	"print":       printLines,
	"tick":        tick,
	"stderr":      printError,
	"echo":        echo,
	"env":         environment,
	"cat":         cat,
	"touch":       touch,
	"rm":          remove,
	"resolve":     resolve,
	"true":        func([]string) error { return nil },
	"false":       func([]string) error { return exitCode(1) },
}

func main() {
	asked := words(os.Args)
	if slices.Contains(asked, "signal") {
		hearSignals()
	}
	os.Exit(code(run(asked)))
}

// words drops the program's name, unless it is the name of a command.
func words(argv []string) []string {
	name := filepath.Base(argv[0])
	if _, ok := commands[name]; ok {
		return append([]string{name}, argv[1:]...)
	}
	return argv[1:]
}

// run runs the commands between the words "then", in order, up to the first that fails.
func run(args []string) error {
	next := slices.Index(args, "then")
	if next < 0 {
		return runOne(args)
	}
	if err := runOne(args[:next]); err != nil {
		return err
	}
	return run(args[next+1:])
}

func runOne(args []string) error {
	if len(args) == 0 {
		return errors.New("no command given")
	}
	command, ok := commands[args[0]]
	if !ok {
		return fmt.Errorf("unknown command %q", args[0])
	}
	return command(args[1:])
}

func code(err error) int {
	var asked exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &asked):
		return int(asked)
	}
	fmt.Fprintln(os.Stderr, "test-tool:", err)
	return 1
}

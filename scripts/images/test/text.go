package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

func printLines(args []string) error {
	if len(args) < 2 {
		return errors.New("print: how many, and what?")
	}
	count, err := strconv.Atoi(args[0])
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	for i := range count {
		fmt.Println(strings.Join(args[1:], " "), i+1)
	}
	return nil
}

func tick(args []string) error {
	if len(args) < 2 {
		return errors.New("tick: how often, and what?")
	}
	delay, err := time.ParseDuration(args[0])
	if err != nil {
		return err
	}
	asked := leave()
	for i := 1; ; i++ {
		fmt.Println(strings.Join(args[1:], " "), i)
		select {
		case <-asked:
			return nil
		case <-time.After(delay):
		}
	}
}

func echo(args []string) error {
	fmt.Println(strings.Join(args, " "))
	return nil
}

func printError(args []string) error {
	fmt.Fprintln(os.Stderr, strings.Join(args, " "))
	return nil
}

func environment(args []string) error {
	if len(args) > 0 {
		value, ok := os.LookupEnv(args[0])
		if !ok {
			return fmt.Errorf("%s is not set", args[0])
		}
		fmt.Println(value)
		return nil
	}
	all := os.Environ()
	slices.Sort(all)
	fmt.Println(strings.Join(all, "\n"))
	return nil
}

func cat(args []string) error {
	if len(args) == 0 {
		_, err := io.Copy(os.Stdout, os.Stdin)
		return err
	}
	for _, name := range args {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(os.Stdout, file)
		file.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func touch(args []string) error {
	if len(args) == 0 {
		return errors.New("touch: which file?")
	}
	file, err := os.OpenFile(args[0], os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return file.Close()
}

// remove knows the one way that rm is called.
func remove(args []string) error {
	if len(args) < 3 || args[0] != "-rf" || args[1] != "--" {
		return errors.New("rm: write rm -rf -- FILE…")
	}
	for _, name := range args[2:] {
		if err := os.RemoveAll(name); err != nil {
			return err
		}
	}
	return nil
}

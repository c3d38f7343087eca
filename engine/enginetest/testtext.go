package enginetest

import (
	"errors"
	"fmt"
	"io"

	"slices"
	"strconv"
	"strings"
)

func toolPrint(p *Process, args []string) error {
	if len(args) < 2 {
		return errors.New("print: how many, and what?")
	}
	count, err := strconv.Atoi(args[0])
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	for i := range count {
		fmt.Fprintln(p.Stdout, strings.Join(args[1:], " "), i+1)
	}
	return nil
}

func toolEcho(p *Process, args []string) error {
	_, err := fmt.Fprintln(p.Stdout, strings.Join(args, " "))
	return err
}

func toolStderr(p *Process, args []string) error {
	_, err := fmt.Fprintln(p.Stderr, strings.Join(args, " "))
	return err
}

func toolEnv(p *Process, args []string) error {
	if len(args) == 0 {
		fmt.Fprintln(p.Stdout, strings.Join(slices.Sorted(slices.Values(p.Env)), "\n"))
		return nil
	}
	for _, variable := range p.Env {
		if value, ok := strings.CutPrefix(variable, args[0]+"="); ok {
			fmt.Fprintln(p.Stdout, value)
			return nil
		}
	}
	return fmt.Errorf("%s is not set", args[0])
}

func toolCat(p *Process, args []string) error {
	if len(args) == 0 {
		return toolCopy(p)
	}
	for _, name := range args {
		data, err := p.ReadFile(name)
		if err != nil {
			return err
		}
		p.Stdout.Write(data)
	}
	return nil
}

// toolCopy copies standard input until its end, or a deadly signal.
func toolCopy(p *Process) error {
	ended := make(chan error, 1)
	go func() { _, err := io.Copy(p.Stdout, p.Stdin); ended <- err }()
	for {
		select {
		case err := <-ended:
			return err
		case <-p.Killed:
			return toolExit(137)
		case got := <-p.Signals:
			if slices.Contains(deadly, got) {
				return diedOfSignal
			}
		}
	}
}

func toolTouch(p *Process, args []string) error {
	if len(args) == 0 {
		return errors.New("touch: which file?")
	}
	data, err := p.ReadFile(args[0])
	if err != nil {
		data = nil
	}
	return p.WriteFile(args[0], data)
}

func toolRemove(p *Process, args []string) error {
	if len(args) < 3 || args[0] != "-rf" || args[1] != "--" {
		return errors.New("rm: write rm -rf -- FILE…")
	}
	for _, name := range args[2:] {
		if err := p.RemoveAll(name); err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

func window([]string) error {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH)
	asked := leave()
	for {
		size, err := unix.IoctlGetWinsize(int(os.Stdout.Fd()), unix.TIOCGWINSZ)
		if err != nil {
			return fmt.Errorf("window: %w", err)
		}
		fmt.Printf("%dx%d\n", size.Col, size.Row)
		select {
		case <-changed:
		case <-asked:
			return nil
		}
	}
}

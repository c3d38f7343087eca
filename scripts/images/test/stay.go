package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// leave ends the program on the signals that ask for it. PID 1 gets no default action from the kernel, so a program that
// does not listen would only go with SIGKILL, and every stop would take its whole grace period.
func leave() <-chan os.Signal {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM, syscall.SIGINT)
	return asked
}

func sleep(args []string) error {
	if len(args) == 0 || args[0] == "infinity" {
		<-leave()
		return nil
	}
	seconds, err := strconv.ParseFloat(args[0], 64)
	if err != nil {
		return fmt.Errorf("sleep: %w", err)
	}
	select {
	case <-leave():
	case <-time.After(time.Duration(seconds * float64(time.Second))):
	}
	return nil
}

// ignoreTerm hears the signals and goes on. With nothing to hear the runtime would take the program for deadlocked.
func ignoreTerm([]string) error {
	for range leave() {
	}
	return nil
}

// heard is the signals for awaitSignal.
var heard = make(chan os.Signal, 1)

// hearSignals is called before anything is printed that a signal may follow.
func hearSignals() {
	signal.Notify(heard, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2)
}

func awaitSignal([]string) error {
	fmt.Println(signalName(<-heard))
	return nil
}

func signalName(s os.Signal) string {
	names := map[os.Signal]string{
		syscall.SIGTERM: "SIGTERM", syscall.SIGINT: "SIGINT", syscall.SIGQUIT: "SIGQUIT",
		syscall.SIGHUP: "SIGHUP", syscall.SIGUSR1: "SIGUSR1", syscall.SIGUSR2: "SIGUSR2",
	}
	return names[s]
}

func exit(args []string) error {
	if len(args) == 0 {
		return errors.New("exit: which code?")
	}
	number, err := strconv.Atoi(args[0])
	if err != nil {
		return fmt.Errorf("exit: %w", err)
	}
	delay, err := optionalDelay(args[1:])
	if err != nil {
		return err
	}
	time.Sleep(delay)
	if number == 0 {
		return nil
	}
	return exitCode(number)
}

func optionalDelay(args []string) (time.Duration, error) {
	if len(args) == 0 {
		return 0, nil
	}
	return time.ParseDuration(args[0])
}

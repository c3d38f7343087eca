// Command bench measures gocompose beside what the engine itself can do, and beside docker-compose where there is one.
//
// The floor is the bare Engine calls that any Compose implementation has to make. All contenders take turns. It prints figures and targets and judges nobody: it
// fails only where something could not be measured.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	err := run(ctx)
	if ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	rounds := flag.Int("rounds", 3, "rounds to measure")
	product := flag.String("gocompose", "bin/gocompose", "the gocompose to measure")
	peer := flag.String("peer", "", "a docker-compose to measure beside it")
	markdown := flag.String("markdown", "", "write the table as Markdown to this file, too")
	flag.Parse()
	if *rounds < 1 {
		return fmt.Errorf("%d rounds measure nothing; ask for 1 or more", *rounds)
	}
	dir, err := os.MkdirTemp("", "gocompose-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	contenders, err := meet(ctx, dir, *product, *peer)
	if err != nil {
		return err
	}
	m, err := describe(ctx, dir)
	if err != nil {
		return err
	}
	res, err := measure(ctx, contenders, *rounds)
	if err != nil {
		return err
	}
	m.LoadAfter = load()
	rep := report{machine: m, results: res, rounds: *rounds, contenders: names(contenders)}
	fmt.Print(rep.text())
	if *markdown == "" {
		return nil
	}
	return os.WriteFile(*markdown, []byte(rep.markdown()), 0o644)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
)

// patience bounds what a test waits for an answer that never comes.
const patience = 10 * time.Second

func serve(args []string) error {
	if len(args) < 2 {
		return errors.New("serve: which port, and what text?")
	}
	delay, err := optionalDelay(args[2:])
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- http.ListenAndServe(":"+args[0], answer(args[1], delay)) }()
	select {
	case <-leave():
		return nil
	case err := <-failed:
		return err
	}
}

func answer(text string, delay time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(delay)
		fmt.Fprintln(w, text)
	}
}

func get(args []string) error {
	if len(args) == 0 {
		return errors.New("get: which URL?")
	}
	return fetch(args[0], os.Stdout)
}

func fetch(url string, to io.Writer) error {
	client := http.Client{Timeout: patience}
	reply, err := client.Get(url)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	if _, err := io.Copy(to, reply.Body); err != nil {
		return err
	}
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, reply.Status)
	}
	return nil
}

func resolve(args []string) error {
	if len(args) == 0 {
		return errors.New("resolve: which name?")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, args[0])
	if err != nil {
		return err
	}
	slices.Sort(addresses)
	fmt.Println(strings.Join(addresses, "\n"))
	return nil
}

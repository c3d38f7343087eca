package enginetest

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The commands of TestTool that speak over a network, and the health check.

func toolServe(p *Process, args []string) error {
	if len(args) < 2 {
		return errors.New("serve: which port, and what text?")
	}
	port, err := strconv.Atoi(args[0])
	if err != nil {
		return fmt.Errorf("listen tcp: address tcp/%s: unknown port", args[0])
	}
	var delay time.Duration
	if len(args) > 2 {
		if delay, err = time.ParseDuration(args[2]); err != nil {
			return err
		}
	}
	asked, end := make(chan error, 1), make(chan struct{})
	go func() {
		_, err := p.await(nil, syscall.SIGTERM, syscall.SIGINT)
		close(end)
		asked <- err
	}()
	err = p.Serve(port, end, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(delay)
		fmt.Fprintln(w, args[1])
	}))
	if err != nil {
		return err
	}
	return <-asked
}

func toolGet(p *Process, args []string) error {
	if len(args) == 0 {
		return errors.New("get: which URL?")
	}
	return fetch(p, args[0])
}

func fetch(p *Process, address string) error {
	target, err := url.Parse(address)
	if err != nil {
		return err
	}
	port := 80
	if target.Port() != "" {
		port, _ = strconv.Atoi(target.Port())
	}
	status, body, err := p.Get(target.Hostname(), port)
	if err != nil {
		return fmt.Errorf("Get %q: %w", address, err)
	}
	fmt.Fprint(p.Stdout, body)
	if status != http.StatusOK {
		return fmt.Errorf("%s: %d %s", address, status, http.StatusText(status))
	}
	return nil
}

func toolResolve(p *Process, args []string) error {
	if len(args) == 0 {
		return errors.New("resolve: which name?")
	}
	addresses, err := p.Resolve(args[0])
	if err != nil {
		return err
	}
	fmt.Fprintln(p.Stdout, strings.Join(addresses, "\n"))
	return nil
}

func toolHealth(p *Process, args []string) error {
	switch {
	case len(args) == 2 && args[0] == "after":
		wanted, err := time.ParseDuration(args[1])
		if err != nil {
			return err
		}
		if age := p.Age().Round(10 * time.Millisecond); age < wanted {
			return fmt.Errorf("not healthy yet: %s old, wants %s", age, wanted)
		}
		return nil
	case len(args) != 1:
		return errors.New("health: which file or URL?")
	case strings.HasPrefix(args[0], "http://"):
		return fetch(p, args[0])
	}
	if _, err := p.ReadFile(args[0]); err != nil && !errors.Is(err, syscall.EISDIR) {
		return fmt.Errorf("not healthy yet: %w", &fs.PathError{Op: "stat", Path: args[0], Err: syscall.ENOENT})
	}
	return nil
}

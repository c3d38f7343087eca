package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func get(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "get URL")
	text, err := page(args[0])
	ts.Check(err)
	fmt.Fprintln(ts.Stdout(), text)
}

// page gives what a page says, without the blanks around it, once it does: a
// container that was started listens a moment later.
func page(url string) (string, error) {
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		text, err := visit(url)
		if err == nil || time.Now().After(deadline) {
			return text, err
		}
	}
}

func visit(url string) (string, error) {
	answer, err := browser.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s: %s", url, answer.Status, text)
	}
	return strings.TrimSpace(string(text)), err
}

// browser asks each time over a connection of its own, as visitors do, and past any proxy.
var browser = http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

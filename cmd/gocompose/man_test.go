package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestManual: mandoc finds nothing wrong with the pages, and they say what the help says.
func TestManual(t *testing.T) {
	pages := (&session{}).manual(time.Now())
	for name, text := range pages {
		lint := exec.Command("mandoc", "-T", "lint", "-W", "warning")
		lint.Stdin = strings.NewReader(text)
		if out, err := lint.CombinedOutput(); err != nil {
			t.Errorf("%s: %v; make test installs mandoc\n%s", name, err, out)
		}
	}
	read := exec.Command("mandoc", "-T", "ascii")
	read.Stdin = strings.NewReader(pages["gocompose-up.1"])
	out, err := read.Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(overstruck(string(out))), " ")
	for _, want := range []string{"gocompose up [options] [SERVICE...]", "--detach, -d leave the containers running", "gocompose up -d --build --wait"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page of up has no %q:\n%s", want, text)
		}
	}
}

// TestExitCodes: the page of the program and the README have them all.
func TestExitCodes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	page := (&session{}).manual(time.Now())["gocompose.1"]
	for _, e := range exitCodes {
		if !strings.Contains(page, fmt.Sprintf(".TP\n%d\n%s\n", e.code, roff(e.meaning))) {
			t.Errorf("the page of gocompose has no %d:\n%s", e.code, page)
		}
		if !strings.Contains(string(readme), fmt.Sprintf("\n| %d | ", e.code)) {
			t.Errorf("the README has no %d", e.code)
		}
	}
}

// overstruck takes away what makes letters bold on a typewriter: the letter, a step back, and it again.
func overstruck(text string) string {
	var out []rune
	for _, r := range text {
		if r == '\b' {
			out = out[:len(out)-1]
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gocompose/cmd/ui"
)

// TestOutput holds that a file is replaced as a whole or not at all, with its
// permissions and behind the links that lead to it.
func TestOutput(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.WriteFile(at("file"), []byte("old"), 0o600), os.Symlink("file", at("link")), os.Symlink("later", at("dangling"))); err != nil {
		t.Fatal(err)
	}
	s := writing(t)
	if err := s.output(at("link"), 0o644, func(w io.Writer) error { io.WriteString(w, "half"); return io.ErrUnexpectedEOF }); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	holds(t, at("file"), "old")
	for name, file := range map[string]string{"link": "file", "dangling": "later", "new": "new"} {
		if err := s.output(at(name), 0o600, hello); err != nil {
			t.Error(err)
		}
		holds(t, at(file), "hello")
	}
	if info, err := os.Stat(at("new")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the new file is %v, %v", info, err)
	}
	if info, err := os.Stat(at("file")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file became %v, %v", info, err)
	}
	for _, link := range []string{"link", "dangling"} {
		if info, err := os.Lstat(at(link)); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s became %v, %v", link, info, err)
		}
	}
	for path, want := range map[string]string{dir: "folder", at("none/file"): "no such", at("file/below"): "not a directory"} {
		if err := s.output(path, 0o644, hello); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 5 {
		t.Errorf("left behind: %v", left)
	}
}

// TestOutputInPlace holds that a pipe is written to, and so is a file that stdout
// leads to by another name.
func TestOutputInPlace(t *testing.T) {
	s := writing(t)
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan string)
	go func() {
		text, _ := os.ReadFile(pipe)
		read <- string(text)
	}()
	if err := s.output(pipe, 0o644, hello); err != nil {
		t.Error(err)
	}
	if got := <-read; got != "hello" {
		t.Errorf("the pipe got %q", got)
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe became %v, %v", info, err)
	}
	io.WriteString(s.stdoutFile, "before ")
	if err := s.output(s.stdoutFile.Name(), 0o644, hello); err != nil {
		t.Error(err)
	}
	io.WriteString(s.stdoutFile, " after")
	holds(t, s.stdoutFile.Name(), "before hello after")
}

func hello(w io.Writer) error {
	_, err := io.WriteString(w, "hello")
	return err
}

func holds(t *testing.T, file, want string) {
	t.Helper()
	if text, err := os.ReadFile(file); err != nil || string(text) != want {
		t.Errorf("%s has %q, %v; want %q", file, text, err, want)
	}
}

// writing is a session whose stdout is a file.
func writing(t *testing.T) *session {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return &session{stdoutFile: f, stdout: ui.OpenTerminal(f, ui.AnsiAuto, os.Getenv)}
}

package lock

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	held, err := Acquire(context.Background(), Request{Dir: dir, Project: "held", Command: "up", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	free, err := Acquire(context.Background(), Request{Dir: dir, Project: "free", Command: "down", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := free.Release(); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "gocompose-folder.lock"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "other.lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := Find(dir)
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	var commands []string
	broken := 0
	for _, l := range all {
		if l.Broken != nil {
			broken++
		}
		if l.Held {
			commands = append(commands, l.Owner.Command)
		}
	}
	if broken != 1 {
		t.Errorf("%d broken", broken)
	}
	if runtime.GOOS == "linux" && (len(commands) != 1 || commands[0] != "up") {
		t.Errorf("held by %q", commands)
	}
}

package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what came out into the scripts")

// program is where the tests find the command: a link to the test binary, which
// is the command when it is called by this name.
var program string

func TestMain(m *testing.M) {
	if name := filepath.Base(os.Args[0]); name == "gocompose" || strings.HasPrefix(name, "docker-") {
		main()
	}
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		flag.Set("test.parallel", "4") // for most of their time tests wait for an engine
	}
	os.Exit(withProgram(m))
}

func withProgram(m *testing.M) int {
	dir, err := os.MkdirTemp("", "gocompose-test")
	if err == nil {
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "gocompose")
		err = link(program)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func link(to string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return os.Symlink(self, to)
}

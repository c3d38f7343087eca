package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// most is what the command may take, whatever it reads: kilobytes of memory,
// and bytes of messages. Work without end would fill either, or run into the
// time limit of the tests.
const (
	mostMemory = 200 << 10
	mostOutput = 1 << 20
)

// hostile are files that would take memory or time without bound, and what is
// said of them. Names of files are keys of the first map.
var hostile = map[string]struct {
	files func() map[string]string
	args  string // besides config -q, instead of -f compose.yaml
	want  string // at the end of the first line of errors, before the hint
}{
	"aliases of aliases": {
		files: func() map[string]string { return one(laughs(12)) }, want: "the file's aliases stand for more than 100000 values"},
	"merges of merges": {
		files: func() map[string]string {
			return one("x-0: &a0 {k: 0}\n" + each(40, func(i int) string {
				return fmt.Sprintf("x-%d: &a%d {<<: [*a%d, *a%d], k%d: 0}\n", i+1, i+1, i, i, i)
			}))
		}, want: "the file's aliases stand for more than 100000 values"},
	"brackets": {
		files: func() map[string]string {
			return one("services: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000))
		}, want: "maps and lists are nested deeper than 1000 levels"},
	"braces": {
		files: func() map[string]string { return one("services: " + strings.Repeat("{a: ", 10_000)) }, want: "maps and lists are nested deeper than 1000 levels"},
	"indentation": {
		files: func() map[string]string {
			return one(each(3000, func(i int) string { return strings.Repeat(" ", i) + "a:\n" }))
		}, want: "maps and lists are nested deeper than 1000 levels"},
	"templates": {
		files: func() map[string]string {
			return one(imaged(strings.Repeat("${A:-", 10_000) + strings.Repeat("}", 10_000)))
		}, want: "${…} is nested too deeply"},
	"a template of many variables": {
		files: func() map[string]string { return one(imaged(strings.Repeat("$A", 3_000_000))) }, want: "it has 3000000 dollar signs"},
	"a variable in many places": {
		files: func() map[string]string {
			return map[string]string{".env": "A=" + strings.Repeat("x", 1<<20) + "\n", "compose.yaml": imaged("x") + "    environment:\n" + each(1000, func(i int) string {
				return fmt.Sprintf("      A%d: $A\n", i)
			})}
		}, want: "the texts with variables have more than 33554432 bytes"},
	"a long line": {
		files: func() map[string]string { return one(imaged(strings.Repeat("x", 100_000_000))) }, want: "compose.yaml: the file is larger than 8 MiB"},
	"a long value": {
		files: func() map[string]string { return one(imaged(strings.Repeat("x", 8_000_000))) }, want: "is not an image reference"},
	"a device without an end": {
		args: "-f /dev/zero", want: "/dev/zero: the file is larger than 8 MiB"},
	"a pipe that nobody writes to": {
		args: "-f pipe", want: "the compose file is empty"},
	"keys": {
		files: func() map[string]string {
			return one("x-a: {" + each(600_000, func(i int) string { return fmt.Sprintf("k%d: ,", i) }) + "}")
		}, want: "the file has more than 320000 lines and entries"},
	"unknown keys": {
		files: func() map[string]string {
			return one("services: {a: {image: x, " + each(60_000, func(i int) string { return fmt.Sprintf("imag%d: 1,", i) }) + "}}")
		}, want: `unknown key "imag0" in service a`},
	"unset variables": {
		files: func() map[string]string {
			return one("services: {a: {" + each(60_000, func(i int) string { return fmt.Sprintf("k%d: \"\\x41$V%d\",", i, i) }) + "}}")
		}, want: `unknown key "k0" in service a`},
	"broken templates": {
		files: func() map[string]string {
			return one("services:\n" + each(20_000, func(i int) string { return fmt.Sprintf("  s%d: {image: \"${\"}\n", i) }))
		}, want: "${ without its }"},
	"unknown dependencies": {
		files: func() map[string]string {
			return one("services:\n" + each(20_000, func(i int) string { return fmt.Sprintf("  s%d: {image: x, depends_on: [t%d]}\n", i, i) }))
		}, want: `service s0 needs "t0", which is not defined`},
	"port ranges": {
		files: func() map[string]string {
			return one("services:\n  a:\n    image: x\n    ports:\n" + strings.Repeat("      - \"1-65535\"\n", 1000))
		}, want: "the project publishes more than 100000 ports"},
	"a circle of services": {
		files: func() map[string]string {
			return one("services:\n" + each(20_000, func(i int) string {
				return fmt.Sprintf("  s%d: {image: x, depends_on: [s%d]}\n", i, (i+1)%20_000)
			}))
		}, want: "depends_on goes in a circle: s0"},
	"services that extend one another": {
		files: func() map[string]string {
			return one("services:\n" + each(20_000, func(i int) string { return fmt.Sprintf("  s%d: {image: x, extends: s%d}\n", i, i+1) }))
		}, want: "more than 100 services extend one another in a row"},
	"services that grow by extending": {
		files: func() map[string]string {
			return one("services:\n  s0: {image: x}\n" + each(20_000, func(i int) string {
				return fmt.Sprintf("  s%d: {extends: s%d, environment: {K%d: v}}\n", i+1, i, i)
			}))
		}, want: "services take over more than 300000 values from those they extend"},
	"a file that includes itself": {
		files: func() map[string]string { return one("include: [compose.yaml]\nservices: {a: {image: x}}\n") }, want: "file compose.yaml includes itself"},
	"10,000 includes": {
		files: func() map[string]string {
			return map[string]string{"compose.yaml": "include:\n" + strings.Repeat("- a.yaml\n", 10_000), "a.yaml": "services: {a: {image: x}}\n"}
		},
		want: "the project includes more than 1000 files, or deeper than 100 levels"},
	"includes that double": {
		files: doubling, want: "the project includes more than 1000 files, or deeper than 100 levels"},
	"a large file that is included often": {
		files: func() map[string]string {
			return map[string]string{"compose.yaml": "include:\n" + strings.Repeat("- a.yaml\n", 900), "a.yaml": "services: {a: {image: x}}\n#" + strings.Repeat("x", 5_000_000)}
		},
		want: "the Compose files have more than 16777216 bytes together"},
	"a large env file": {
		files: func() map[string]string { return withEnv(strings.Repeat("A=1\n", 2_500_000)) }, want: "the file is larger than 2 MiB"},
	"a large value in an env file": {
		files: func() map[string]string { return withEnv("A=\"" + strings.Repeat("x", 3_000_000) + "\"\n") }, want: "the file is larger than 2 MiB"},
	"an env file that doubles": {
		files: func() map[string]string {
			return withEnv("A0=0123456789\n" + each(30, func(i int) string { return fmt.Sprintf("A%d=$A%d$A%d$A%d$A%d\n", i+1, i, i, i, i) }))
		}, want: "the variables in this value have more than 1 MiB"},
	"a tab behind megabytes": {
		files: func() map[string]string { return one("services:\n" + strings.Repeat(" ", 4_000_000) + "\tx: 1\n") }, want: "a tab cannot indent"},
	"services": {
		files: func() map[string]string {
			return one("services: {" + each(90_000, func(i int) string { return fmt.Sprintf("s%d: ,", i) }) + "}\n")
		}, want: "services has 90000 services, the limit is 20000"},
	"mounts": {
		files: func() map[string]string {
			return one("services: {a: {image: x, volumes: [" + each(300_000, func(i int) string { return fmt.Sprintf("/b%d,", i) }) + "]}}\n")
		}, want: "volumes has 300000 entries, the limit is 100000"},
	"documents": {
		files: func() map[string]string { return one(strings.Repeat("---\na: 1\n", 60_000)) }, want: `unknown key "a" in the compose file`},
}

// TestBounds runs the command on hostile files.
func TestBounds(t *testing.T) {
	for name, c := range hostile {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if c.files != nil {
				lay(t, dir, c.files())
			}
			if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
				t.Fatal(err)
			}
			errors, memory := bounded(t, dir, append(strings.Fields(c.args), "config", "-q"))
			if !strings.Contains(errors, c.want) {
				t.Errorf("got %.1000s\nwant %s", errors, c.want)
			}
			if memory > mostMemory || len(errors) > mostOutput {
				t.Errorf("took %d KiB of memory and wrote %d bytes", memory, len(errors))
			}
		})
	}
}

func lay(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for file, text := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// bounded runs the command, which must refuse something, and gives what it said
// and the most memory that it had at a time, in KiB. The system counts that from
// what the process had that started it, hence a small one in between.
func bounded(t *testing.T, dir string, args []string) (string, int) {
	t.Helper()
	var memory, errors bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Args[0] = measured
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.Env = dir, &memory, &errors, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	var code, kib int
	if _, err := fmt.Sscan(memory.String(), &code, &kib); err != nil || code != 1 {
		t.Errorf("got exit code %d, want 1 (%v)", code, err)
	}
	return errors.String(), kib
}

// measured is the name under which the program runs itself, and tells how that
// ended and what memory it took.
const measured = "gocompose-measured"

func init() {
	if os.Args[0] != measured {
		return
	}
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(self, os.Args[1:]...)
	cmd.Args[0], cmd.Stderr = "gocompose", os.Stderr
	_ = cmd.Run() // the exit code says it
	fmt.Println(cmd.ProcessState.ExitCode(), cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	os.Exit(0)
}

func one(text string) map[string]string { return map[string]string{"compose.yaml": text} }

func withEnv(text string) map[string]string {
	return map[string]string{"compose.yaml": "services: {a: {image: x, env_file: a.env}}\n", "a.env": text}
}

func imaged(text string) string { return "services:\n  a:\n    image: \"" + text + "\"\n" }

func each(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

// laughs are lists of ten aliases of a list of ten aliases.
func laughs(levels int) string {
	return "x-0: &a0 [x]\n" + each(levels, func(i int) string {
		return fmt.Sprintf("x-%d: &a%d [%s*a%d]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), i)
	})
}

// doubling are files that include the next one twice each.
func doubling() map[string]string {
	files := map[string]string{"compose.yaml": "include: [0.yaml]\n", "30.yaml": "services: {a: {image: x}}\n"}
	for i := range 30 {
		files[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("include: [%d.yaml, ./%d.yaml]\n", i+1, i+1)
	}
	return files
}

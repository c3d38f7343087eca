package enginetest

import (
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sources looks for what a copy needs and gives a digest of what it holds.
func (b *builder) sources(step instruction) (string, error) {
	for _, flag := range step.flags {
		if strings.HasPrefix(flag, "--from=") {
			return "", nil
		}
	}
	if len(step.words) < 2 {
		return "", fmt.Errorf("%s requires at least two arguments, but only one was provided", step.name)
	}
	var all strings.Builder
	for _, source := range step.words[:len(step.words)-1] {
		source = path.Clean(strings.TrimPrefix(os.Expand(source, b.variable), "/"))
		found := b.matching(source)
		if len(found) == 0 && !strings.Contains(source, "://") {
			return "", fmt.Errorf("%s failed: file not found in build context or excluded by .dockerignore: stat %s: file does not exist", step.name, source)
		}
		for _, name := range found {
			fmt.Fprintf(&all, "%s %s\n", name, digest(string(b.context[name])))
		}
	}
	return digest(all.String()), nil
}

// matching gives the files of the context that a copy's source means: a file, a
// pattern, or a folder with all that is in it.
func (b *builder) matching(source string) []string {
	return slices.DeleteFunc(sortedKeys(b.context), func(name string) bool {
		whole, _ := path.Match(source, name)
		_, inside := under("/"+name, "/"+source)
		return !whole && !inside && source != "."
	})
}

// run knows the commands by which test Dockerfiles succeed, fail and talk: exit N,
// false, sleep SECONDS, echo WORDS, env (of which it has the proxies), with test-tool before them or not, joined by &&
// or then. Anything else succeeds silently, as does any other instruction than RUN.
func (b *builder) run(step instruction) error {
	if step.name != "RUN" {
		return nil
	}
	args := shellForm(step)
	if words := b.image.missing(args[0], duringStart); words != "" {
		return errors.New(words)
	}
	command := strings.Join(args, " ")
	joined := strings.ReplaceAll(strings.Join(step.words, " "), " then ", " && ")
	for _, one := range strings.Split(joined, "&&") {
		words := strings.Fields(os.Expand(one, b.variable))
		if len(words) > 0 && path.Base(words[0]) == "test-tool" {
			words = words[1:]
		}
		if code := b.runOne(words); code != 0 {
			return &exitError{command, code}
		}
	}
	return nil
}

func (b *builder) runOne(words []string) (code int) {
	if len(words) == 0 {
		return 0
	}
	rest := strings.Join(words[1:], " ")
	switch path.Base(words[0]) {
	case "echo":
		b.sayf("%s\n", rest)
	case "stderr":
		b.sayf("\x1b[91m%s\n\x1b[0m", rest)
	case "env":
		for _, name := range proxyArgs {
			if value := b.args[name]; value != nil {
				b.sayf("%s=%s\n", name, *value)
			}
		}
	case "false":
		return 1
	case "sleep":
		seconds, _ := strconv.ParseFloat(rest, 64)
		b.s.sleep(time.Duration(seconds * float64(time.Second)))
	case "exit":
		code, _ = strconv.Atoi(rest)
	}
	return code
}

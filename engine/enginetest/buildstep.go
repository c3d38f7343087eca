package enginetest

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// step carries out one instruction and says what the engine says about it.
func (b *builder) step(step instruction) error {
	switch step.name {
	case "FROM":
		return b.from(step)
	case "ARG":
		b.arg(step)
		if b.image == nil {
			return nil
		}
	}
	next := b.image.child()
	cause := step.text
	switch step.name {
	case "COPY", "ADD":
		copied, err := b.copy(next, step)
		if err != nil {
			return err
		}
		cause += copied
	case "RUN":
		if err := b.run(next, step); err != nil {
			return err
		}
	default:
		b.configure(next, step)
	}
	b.commit(next, cause+fmt.Sprint(b.env))
	return nil
}

// from begins a stage on an image of the store, an earlier stage or nothing.
func (b *builder) from(step instruction) error {
	base := os.Expand(step.words[0], b.variable)
	found := b.stages[strings.ToLower(base)]
	switch {
	case found != nil:
	case base == "scratch":
		found = &image{config: imageConfig{}}
	default:
		b.s.mu.Lock()
		stored, err := b.s.findImage(base)
		if remote := b.s.remote[familiar(base)]; err != nil && remote != nil {
			stored, err = b.s.keep(remote), nil
			b.s.tag(stored, familiar(base))
		}
		b.s.mu.Unlock()
		if err != nil {
			return fmt.Errorf("pull access denied for %s, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", trimTag(base))
		}
		found = stored
	}
	b.image = found
	b.env = map[string]string{}
	for _, variable := range found.config.Env {
		key, value, _ := strings.Cut(variable, "=")
		b.env[key] = value
	}
	b.remember(step)
	b.arrow(found.id)
	return nil
}

// remember begins a stage, known by its number and, where it has one, its name.
func (b *builder) remember(step instruction) {
	b.names = []string{strconv.Itoa(b.count)}
	b.count++
	if name := step.stage(); name != "" {
		b.names = append(b.names, strings.ToLower(name))
	}
	b.moveOn(b.image)
}

// moveOn makes the image the current stage's.
func (b *builder) moveOn(i *image) {
	b.image = i
	for _, name := range b.names {
		b.stages[name] = i
	}
}

func (b *builder) arrow(id string) {
	if id != "" {
		id = short(id)
	}
	b.say(map[string]any{"stream": fmt.Sprintf(" ---> %s\n", id)})
}

// commit makes the image of a step; the same cause on the same parent is in the cache.
func (b *builder) commit(next *image, cause string) {
	b.s.mu.Lock()
	next.id = "sha256:" + digest("step "+b.image.id+" "+cause)
	next.parent = b.image.id
	next.created = b.s.now()
	cached := b.s.images[next.id] != nil && !b.noCache
	kept := b.s.keep(next)
	b.s.mu.Unlock()
	if cached {
		b.say(map[string]any{"stream": " ---> Using cache\n"})
	}
	b.moveOn(kept)
	b.arrow(kept.id)
}

// child is a new image on top of i with a configuration of its own.
func (i *image) child() *image {
	next := &image{size: i.size, config: clone(i.config)}
	next.programs = slices.Clone(i.programs)
	return next
}

func (b *builder) arg(step instruction) {
	for _, word := range step.words {
		key, value, _ := strings.Cut(word, "=")
		if given, ok := b.args[key]; ok {
			b.used[key] = true
			if given != nil {
				value = *given
			}
		}
		b.env[key] = os.Expand(value, b.variable)
	}
}

func (b *builder) variable(name string) string {
	name, unset, _ := strings.Cut(name, ":-")
	return or(b.env[name], unset)
}

// copy looks for the sources and gives a digest of what they hold.
func (b *builder) copy(next *image, step instruction) (string, error) {
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
		found := false
		for _, name := range sortedKeys(b.context) {
			whole, _ := path.Match(source, name)
			if _, inside := under("/"+name, "/"+source); whole || inside || source == "." {
				found = true
				fmt.Fprintf(&all, "%s %s\n", name, digest(string(b.context[name])))
			}
		}
		if !found && !strings.Contains(source, "://") {
			return "", fmt.Errorf("%s failed: file not found in build context or excluded by .dockerignore: stat %s: file does not exist", step.name, source)
		}
	}
	next.programs = nil // what was copied in may be run
	return digest(all.String()), nil
}

// run knows the commands by which test Dockerfiles succeed, fail and talk: exit N,
// false, echo WORDS. Anything else succeeds silently.
func (b *builder) run(next *image, step instruction) error {
	command := strings.Join(step.words, " ")
	if !step.list {
		command = "/bin/sh -c " + strings.TrimPrefix(step.text, "RUN ")
	}
	b.say(map[string]any{"stream": fmt.Sprintf(" ---> Running in %s\n", short(b.s.freshID()))})
	for _, one := range strings.Split(strings.Join(step.words, " "), "&&") {
		words := strings.Fields(os.Expand(one, b.variable))
		if len(words) > 0 && path.Base(words[0]) == "test-tool" {
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		switch path.Base(words[0]) {
		case "echo":
			b.say(map[string]any{"stream": strings.Join(words[1:], " ") + "\n"})
		case "false":
			return &exitError{command, 1}
		case "sleep":
			seconds, _ := strconv.ParseFloat(strings.Join(words[1:], ""), 64)
			b.s.sleep(time.Duration(seconds * float64(time.Second)))
		case "exit":
			if code, _ := strconv.Atoi(strings.Join(words[1:], "")); code != 0 {
				return &exitError{command, code}
			}
		}
	}
	return nil
}

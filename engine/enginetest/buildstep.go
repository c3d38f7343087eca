package enginetest

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// step carries out one instruction, or finds its image in the cache, and says what
// the engine says about it.
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
	cause := b.cause(step)
	if step.name == "COPY" || step.name == "ADD" {
		copied, err := b.sources(step)
		if err != nil {
			return err
		}
		cause += copied
	}
	id := "sha256:" + digest("step "+b.image.id+" "+cause)
	if cached := b.cached(id); cached != nil {
		b.knowEnv(cached)
		b.sayf(" ---> Using cache\n")
		b.moveOn(cached)
		b.arrow(id)
		return nil
	}
	return b.carryOut(step, id)
}

// cause is what makes a step's image another one: its words, the variables in them
// and, for RUN, all of them.
func (b *builder) cause(step instruction) string {
	switch step.name {
	case "ARG":
		return step.text
	case "RUN":
		return step.text + fmt.Sprint(b.env)
	}
	return step.text + fmt.Sprint(b.expand(step))
}

func (b *builder) cached(id string) *image {
	b.s.mu.Lock()
	defer b.s.mu.Unlock()
	if b.noCache {
		return nil
	}
	return b.s.images[id]
}

// carryOut makes the step's image. All steps but copies run in a container of their own.
func (b *builder) carryOut(step instruction, id string) error {
	next := b.image.child()
	if step.name == "COPY" || step.name == "ADD" {
		next.programs = nil // what was copied in may be run
	} else {
		box := short(b.s.freshID())
		b.sayf(" ---> Running in %s\n", box)
		err := b.run(step)
		if err == nil && b.removes || b.removesFailed {
			b.sayf("Removing intermediate container %s\n", box)
		}
		if err != nil {
			return err
		}
		b.configure(next, step)
	}
	b.s.mu.Lock()
	next.id, next.parent, next.created = id, b.image.id, b.s.now()
	kept := b.s.keep(next)
	b.s.mu.Unlock()
	b.moveOn(kept)
	b.arrow(id)
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
	b.knowEnv(found)
	b.remember(step)
	b.arrow(found.id)
	return nil
}

// knowEnv makes the image's variables known to what follows.
func (b *builder) knowEnv(i *image) {
	for _, variable := range i.config.Env {
		key, value, _ := strings.Cut(variable, "=")
		b.env[key] = value
	}
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
	b.sayf(" ---> %s\n", id)
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

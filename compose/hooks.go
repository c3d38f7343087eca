package compose

import (
	"maps"

	"gocompose/compose/tree"
)

// hookFields are those of a command in the service's own container.
var hookFields = table[Hook]{
	"command":     command(func(h *Hook) *[]string { return &h.Command }),
	"environment": variables(func(h *Hook) *map[string]*string { return &h.Environment }),
	"privileged":  truth(func(h *Hook) *bool { return &h.Privileged }),
	"user":        text(func(h *Hook) *string { return &h.User }),
	"working_dir": text(func(h *Hook) *string { return &h.WorkingDir }),
	"x-":          extensions(func(h *Hook) *[]tree.Entry { return &h.Extensions }),
}

// preStartFields has those too that a container of its own needs.
var preStartFields = with(hookFields, table[Hook]{
	"image":       textVia(func(h *Hook) *string { return &h.Image }, (*decoder).image),
	"per_replica": truth(func(h *Hook) *bool { return &h.PerReplica }),
})

// with gives a table with more keys.
func with[T any](fields, more table[T]) table[T] {
	all := maps.Clone(fields)
	maps.Copy(all, more)
	return all
}

// hook decodes a command in a running container, which has no other to fall back on.
func hook(d *decoder, s spot, into *Hook) {
	into.Pos = s.key
	before := d.failed
	hookFields.item(d, s, into)
	if d.failed == before && len(into.Command) == 0 {
		d.fail(s.key, `add command: such as ["sh", "-c", "…"]`, "%s has no command", s.name)
	}
}

// preStart decodes a command in a container of its own, by default the image's.
func preStart(d *decoder, s spot, into *Hook) {
	into.Pos = s.key
	preStartFields.item(d, s, into)
}

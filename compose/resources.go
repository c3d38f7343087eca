package compose

import (
	"math"

	"gocompose/compose/tree"
)

var resourcesFields = table[Resources]{
	"limits":       underNew(func(r *Resources) **Resource { return &r.Limits }, limitFields),
	"reservations": underNew(func(r *Resources) **Resource { return &r.Reservations }, reservationFields),
	"x-":           extensions(func(r *Resources) *[]tree.Entry { return &r.Extensions }),
}

var limitFields = table[Resource]{
	"cpus":   decimal(func(r *Resource) *float32 { return &r.NanoCPUs }, 1<<20),
	"memory": size(func(r *Resource) *Bytes { return &r.MemoryBytes }),
	"pids":   whole(func(r *Resource) *int64 { return &r.Pids }, -1, 1<<31),
	"x-":     extensions(func(r *Resource) *[]tree.Entry { return &r.Extensions }),
}

var reservationFields = table[Resource]{
	"cpus":              decimal(func(r *Resource) *float32 { return &r.NanoCPUs }, 1<<20),
	"devices":           each(func(r *Resource) *[]DeviceRequest { return &r.Devices }, reserved),
	"generic_resources": each(func(r *Resource) *[]GenericResource { return &r.GenericResources }, genericFields.item),
	"memory":            size(func(r *Resource) *Bytes { return &r.MemoryBytes }),
	"x-":                extensions(func(r *Resource) *[]tree.Entry { return &r.Extensions }),
}

var genericFields = table[GenericResource]{
	"discrete_resource_spec": underNew(func(g *GenericResource) **DiscreteGenericResource { return &g.DiscreteResourceSpec }, discreteFields),
	"x-":                     extensions(func(g *GenericResource) *[]tree.Entry { return &g.Extensions }),
}

var discreteFields = table[DiscreteGenericResource]{
	"kind":  text(func(g *DiscreteGenericResource) *string { return &g.Kind }),
	"value": whole(func(g *DiscreteGenericResource) *int64 { return &g.Value }, 0, math.MaxInt64),
	"x-":    extensions(func(g *DiscreteGenericResource) *[]tree.Entry { return &g.Extensions }),
}

// swap is a size, or -1 for no limit.
func swap(d *decoder, s spot, into *Service) {
	if s.Kind == tree.Scalar && s.Value == "-1" {
		into.MemswapLimit = -1
		return
	}
	size(func(s *Service) *Bytes { return &s.MemswapLimit })(d, s, into)
}

// swappiness is a percentage, whatever its type in docker compose's model says.
func swappiness(d *decoder, s spot, into *Service) {
	v, ok := d.whole(s, 0, 100)
	if ok {
		into.MemSwappiness = Bytes(v)
	}
}

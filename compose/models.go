package compose

import (
	"gocompose/compose/tree"
)

var modelFields = table[Model]{
	"context_size":  number(func(m *Model) *int { return &m.ContextSize }, 0),
	"model":         text(func(m *Model) *string { return &m.Model }),
	"name":          text(func(m *Model) *string { return &m.Name }),
	"runtime_flags": texts(func(m *Model) *[]string { return &m.RuntimeFlags }),
	"x-":            extensions(func(m *Model) *[]tree.Entry { return &m.Extensions }),
}

var serviceModelFields = table[ServiceModel]{
	"endpoint_var": text(func(m *ServiceModel) *string { return &m.EndpointVariable }),
	"model_var":    text(func(m *ServiceModel) *string { return &m.ModelVariable }),
	"x-":           extensions(func(m *ServiceModel) *[]tree.Entry { return &m.Extensions }),
}

func (d *decoder) model(s spot, key string) *Model {
	m := &Model{Key: key, Pos: s.key}
	d.name(s, "model", key)
	if d.isMap(s) {
		modelFields.decode(d, s, "", m)
		if s.Get("model").IsNull() {
			d.fail(s.key, "add model: such as ai/smollm2", "%s has no model", s.owner)
		}
	}
	return m
}

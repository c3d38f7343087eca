package compose

import "gocompose/compose/tree"

var providerFields = table[Provider]{
	"options": providerOptions,
	"type":    textVia(func(p *Provider) *string { return &p.Type }, (*decoder).providerType),
	"x-":      extensions(func(p *Provider) *[]tree.Entry { return &p.Extensions }),
}

func provider(d *decoder, s spot, into *Service) {
	if d.isMap(s) {
		into.Provider = &Provider{}
		providerFields.decode(d, s, s.name+".", into.Provider)
		d.require(s, "type", "add type: the name of the program that provides the service")
	}
}

func (d *decoder) providerType(s spot, v string) (string, bool) {
	if v == "" || v == "compose" {
		d.fail(s.at(), "write the name of the program that provides the service", "%q is no provider", v)
		return "", false
	}
	return v, true
}

// providerOptions decodes values, or lists of them, as texts.
func providerOptions(d *decoder, s spot, into *Provider) {
	if !d.isMap(s) {
		return
	}
	into.Options = make(map[string][]string, len(s.Entries))
	for _, e := range s.Entries {
		below := s.below(e)
		items := []spot{below}
		if below.Kind == tree.List {
			items = nil
			for i := range below.Items {
				items = append(items, below.item(i))
			}
		}
		for _, item := range items {
			if v := d.value(item); v != nil {
				into.Options[e.Key] = append(into.Options[e.Key], *v)
			} else if item.IsNull() {
				d.wrong(item, "text")
			}
		}
	}
}

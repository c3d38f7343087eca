package compose

import "slices"

// Origins replaces the secrets in where values came from, in place.
func (r *Redactor) Origins(list []Origin) {
	before := Origin{}
	for i, o := range list {
		list[i].Value, list[i].Template = r.At(o.Path, o.Value), r.At(o.Path, o.Template)
		if neighbours(before.Path, o.Path) && announces(before.Value) && !harmless(o.Value) {
			list[i].Value, list[i].Template = Redaction, Redaction
		}
		list[i].Path = make([]string, len(o.Path))
		for j, key := range o.Path {
			list[i].Path[j] = r.Text(key)
		}
		for j, f := range o.Filled {
			o.Filled[j].Value = r.Value(f.Name, f.Value)
		}
		before = o
	}
}

// neighbours tells whether two paths lead to items of the same list, or to keys
// of the same map.
func neighbours(a, b []string) bool {
	return len(a) == len(b) && len(a) > 0 && slices.Equal(a[:len(a)-1], b[:len(b)-1])
}

package compose

import (
	"gocompose/compose/tree"
)

var topVolumeFields = table[Volume]{
	"driver":      text(func(v *Volume) *string { return &v.Driver }),
	"driver_opts": values(func(v *Volume) *map[string]string { return &v.DriverOpts }),
	"external":    external(func(v *Volume) (*bool, *string) { return &v.External, &v.Name }),
	"labels":      values(func(v *Volume) *map[string]string { return &v.Labels }),
	"name":        text(func(v *Volume) *string { return &v.Name }),
	"x-":          extensions(func(v *Volume) *[]tree.Entry { return &v.Extensions }),
}

func (d *decoder) volume(s spot, key string) *Volume {
	v := &Volume{Key: key, Pos: s.key}
	d.name(s, "volume", key)
	if !s.IsNull() && d.isMap(s) {
		topVolumeFields.decode(d, s, "", v)
		if v.External {
			d.external(s, d.fail)
		}
	}
	if device := v.DriverOpts["device"]; device != "" && v.Driver == "local" && v.DriverOpts["o"] == "bind" {
		v.DriverOpts["device"] = d.hostPath(s, device) // the local driver's way to write a bind mount
	}
	return v
}

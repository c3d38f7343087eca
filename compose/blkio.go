package compose

import "gocompose/compose/tree"

var blkioFields = table[BlkioConfig]{
	"device_read_bps":   each(func(b *BlkioConfig) *[]ThrottleDevice { return &b.DeviceReadBps }, throttle),
	"device_read_iops":  each(func(b *BlkioConfig) *[]ThrottleDevice { return &b.DeviceReadIOps }, throttle),
	"device_write_bps":  each(func(b *BlkioConfig) *[]ThrottleDevice { return &b.DeviceWriteBps }, throttle),
	"device_write_iops": each(func(b *BlkioConfig) *[]ThrottleDevice { return &b.DeviceWriteIOps }, throttle),
	"weight":            weight(func(b *BlkioConfig) *uint16 { return &b.Weight }),
	"weight_device":     each(func(b *BlkioConfig) *[]WeightDevice { return &b.WeightDevice }, weightDevice),
	"x-":                extensions(func(b *BlkioConfig) *[]tree.Entry { return &b.Extensions }),
}

var weightDeviceFields = table[WeightDevice]{
	"path":   text(func(w *WeightDevice) *string { return &w.Path }),
	"weight": weight(func(w *WeightDevice) *uint16 { return &w.Weight }),
}

var throttleFields = table[ThrottleDevice]{
	"path": text(func(t *ThrottleDevice) *string { return &t.Path }),
	"rate": size(func(t *ThrottleDevice) *Bytes { return &t.Rate }),
}

// weight is for a share of a device, which the kernel counts from 10 to 1000; 0
// is no weight.
func weight[T any](at func(*T) *uint16) field[T] {
	return func(d *decoder, s spot, into *T) {
		v, ok := d.whole(s, 0, 1000)
		if ok && v > 0 && v < 10 {
			d.fail(s.at(), "write a whole number from 10 to 1000", "%s: %d is not such a weight", s.name, v)
		} else if ok {
			*at(into) = uint16(v)
		}
	}
}

func weightDevice(d *decoder, s spot, into *WeightDevice) {
	weightDeviceFields.item(d, s, into)
	d.devicePath(s)
}

func throttle(d *decoder, s spot, into *ThrottleDevice) {
	throttleFields.item(d, s, into)
	d.devicePath(s)
	if s.Kind == tree.Map {
		d.require(s, "rate", "add rate: such as 12mb for bytes a second, or 120 for operations a second")
	}
}

func (d *decoder) devicePath(s spot) {
	if s.Kind == tree.Map {
		d.require(s, "path", "add path: such as /dev/sda")
	}
}

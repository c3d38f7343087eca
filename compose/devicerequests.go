package compose

import (
	"strings"

	"gocompose/compose/tree"
)

var deviceRequestFields = table[DeviceRequest]{
	"capabilities": texts(func(r *DeviceRequest) *[]string { return &r.Capabilities }),
	"count":        deviceCount,
	"device_ids":   texts(func(r *DeviceRequest) *[]string { return &r.IDs }),
	"driver":       text(func(r *DeviceRequest) *string { return &r.Driver }),
	"options":      pairs(func(r *DeviceRequest) *map[string]string { return &r.Options }),
}

// allDevices is the count for "all".
const allDevices = -1

// gpu decodes a request, or all. That it asks for the capability gpu goes
// without saying: Capabilities has only what is written.
func gpu(d *decoder, s spot, into *DeviceRequest) {
	into.Pos = s.key
	switch {
	case s.Kind == tree.Scalar && s.Tag == tree.TagString:
		s.name = "gpus"
		d.oneOf(s, s.Value, "all")
		into.Count = allDevices
	case d.is(s, tree.Map, "all or a map"):
		deviceRequest(d, s, into)
	}
}

// reserved decodes one of deploy.resources.reservations.devices.
func reserved(d *decoder, s spot, into *DeviceRequest) {
	deviceRequest(d, s, into)
	if s.Kind == tree.Map {
		d.require(s, "capabilities", "add capabilities: such as [gpu]")
	}
}

func deviceRequest(d *decoder, s spot, into *DeviceRequest) {
	into.Pos = s.key
	deviceRequestFields.item(d, s, into)
	count, ids := s.Get("count"), s.Get("device_ids")
	switch {
	case count != nil && ids != nil:
		d.fail(s.key, "keep one of the two", "%s has both count and device_ids", s.name)
	case count == nil && ids == nil:
		into.Count = allDevices
	}
}

func deviceCount(d *decoder, s spot, into *DeviceRequest) {
	if s.Kind == tree.Scalar && strings.EqualFold(s.Value, "all") {
		into.Count = allDevices
		return
	}
	if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
		d.wrong(s, "all or a number")
		return
	}
	into.Count, _ = d.whole(s, allDevices, 1<<31)
}

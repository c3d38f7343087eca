package compose

import (
	"strings"

	"gocompose/compose/tree"
)

// What x-gocompose: {reload: …} asks for; a signal is written signal:NAME.
const (
	ReloadRecreate = "recreate"
	ReloadRestart  = "restart"
	reloadSignal   = "signal:"
)

// ReloadSignal gives the signal that tells a service's containers to read
// their files anew, and whether there is one.
func (s *Service) ReloadSignal() (name string, ok bool) {
	return strings.CutPrefix(s.Reload, reloadSignal)
}

// ownFields is the keys of x-gocompose.
var ownFields = table[Service]{
	"reload": textVia(func(s *Service) *string { return &s.Reload }, (*decoder).reload),
}

// own decodes x-gocompose, which stays an extension for `config`, too.
func own(d *decoder, s spot, into *Service) {
	into.Extensions = append(into.Extensions, tree.Entry{Key: s.word, KeyPos: s.key, Value: s.Node})
	if d.isMap(s) {
		ownFields.decode(d, s, s.name+".", into)
	}
}

func (d *decoder) reload(s spot, v string) (string, bool) {
	signal, signals := strings.CutPrefix(v, reloadSignal)
	switch {
	case v == ReloadRecreate, v == ReloadRestart:
		return v, true
	case signals && signal != "":
		_, ok := d.stopSignal(s, signal)
		return v, ok
	}
	d.fail(s.at(), "write recreate, restart, or signal: and a name of signal(7), as in signal:HUP", "%q is no way to reload", v)
	return "", false
}

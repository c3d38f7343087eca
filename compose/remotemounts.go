package compose

import (
	"slices"
	"strings"

	"gocompose/compose/tree"
)

// opened warns of what a remote file shows its containers of this machine. That
// is for the user to judge: many a stack needs it.
func (l *loader) opened(n *tree.Node, u *unit) {
	for _, e := range entriesOf(n.Get("services")) {
		for _, item := range itemsOf(e.Value.Get("volumes")) {
			if source := boundBy(item); source != "" {
				l.mounts(item, source, u)
			}
		}
		if socket := e.Value.Get("use_api_socket"); strings.EqualFold(valueOf(e.Value, "use_api_socket"), "true") {
			l.warn(socket.Pos, "a remote file gives service "+e.Key+" the engine's socket, and with it this machine", "see that you trust it, or override use_api_socket")
		}
	}
	for _, e := range entriesOf(n.Get("volumes")) {
		if device := deviceOf(e.Value.Get("driver_opts")); device != nil {
			l.mounts(device, device.Value, u)
		}
	}
}

func (l *loader) mounts(n *tree.Node, source string, u *unit) {
	if !u.mayRead(l.local(u.dir, source)) {
		l.warn(n.Pos, "a remote file mounts "+source+" of this machine", "see that its containers may have that, or override the mount")
	}
}

// boundBy gives the path on the host of an item of volumes, "" where it has none.
func boundBy(n *tree.Node) string {
	if n.Kind == tree.Map {
		if valueOf(n, "type") == MountBind {
			return valueOf(n, "source")
		}
		return ""
	}
	if parts := mountParts(n.Value); len(parts) > 1 && isHostPath(parts[0]) {
		return parts[0]
	}
	return ""
}

// deviceOf gives the device of a volume's options that is a path on the host:
// of a bind mount, whatever else they say, or of a disk.
func deviceOf(options *tree.Node) *tree.Node {
	device := options.Get("device")
	if device == nil || device.Value == "" {
		return nil
	}
	flags := strings.FieldsFunc(valueOf(options, "o"), func(r rune) bool { return r == ',' || r == ' ' })
	if slices.Contains(flags, "bind") || slices.Contains(flags, "rbind") {
		return device
	}
	if kind := valueOf(options, "type"); kind == "cifs" || kind == "smb3" || !strings.HasPrefix(device.Value, "/") {
		return nil
	}
	return device
}

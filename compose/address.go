package compose

import (
	"net"
	"net/netip"
	"strings"
)

// ipv4 takes an address for a container; none leaves the choice to the engine.
func (d *decoder) ipv4(s spot, v string) (string, bool) {
	a, err := netip.ParseAddr(v)
	if v == "" || err == nil && a.Is4() && !a.IsUnspecified() {
		return v, true
	}
	d.fail(s.at(), "write such as 10.5.0.10", "%q is not an IPv4 address", v)
	return "", false
}

func (d *decoder) ipv6(s spot, v string) (string, bool) {
	a, err := netip.ParseAddr(v)
	if v == "" || err == nil && a.Is6() && !a.Is4In6() && a.Zone() == "" && !a.IsUnspecified() {
		return v, true
	}
	d.fail(s.at(), "write such as fd00:5::10", "%q is not an IPv6 address", v)
	return "", false
}

func linkLocalIPs(d *decoder, s spot, into *ServiceNetwork) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		item := s.item(i)
		v, ok := d.text(item)
		if !ok {
			continue
		}
		if a, err := netip.ParseAddr(v); err != nil || a.Zone() != "" || a.IsUnspecified() {
			d.fail(item.at(), "write such as 169.254.8.8 or fe80::8", "%q is not an IP address", v)
			continue
		}
		into.LinkLocalIPs = append(into.LinkLocalIPs, v)
	}
}

// macAddress takes the forms that the engine does: 02:42:ac:11:00:02, with
// hyphens, or 0242.ac11.0002.
func (d *decoder) macAddress(s spot, v string) (string, bool) {
	a, err := net.ParseMAC(v)
	if v == "" || err == nil && len(a) == 6 {
		return v, true
	}
	d.fail(s.at(), "write such as 02:42:ac:11:00:02", "%q is not a MAC address", v)
	return "", false
}

// longestInterface is what Linux keeps of an interface's name, IFNAMSIZ without its end.
const longestInterface = 15

func (d *decoder) interfaceName(s spot, v string) (string, bool) {
	if len(v) <= longestInterface && v != "." && v != ".." && !strings.ContainsAny(v, "/: \t\n") {
		return v, true
	}
	d.fail(s.at(), "use up to 15 letters, digits, dots, hyphens and underscores, such as eth1", "%q is no name for a network interface", v)
	return "", false
}

// rank is for a number that orders, the highest first; text with a number counts too.
func rank[T any](at func(*T) *int) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.whole(s, -1<<31, 1<<31-1); ok {
			*at(into) = int(v)
		}
	}
}

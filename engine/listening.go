package engine

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"gocompose/engine/plan"
)

// socket is a line of /proc/net/tcp and its like.
type socket struct {
	plan.Listener
	inode string
}

// listening gives who listens on some ports of this machine, by what Linux
// tells in /proc; nothing on other systems.
func listening(proc string, ports map[uint16]bool) (out []plan.Listener) {
	if len(ports) == 0 {
		return nil
	}
	var found []socket
	for _, protocol := range []string{"tcp", "udp"} {
		for _, table := range []string{protocol, protocol + "6"} {
			text, _ := os.ReadFile(filepath.Join(proc, "net", table)) // there is no tcp6 without IPv6
			found = append(found, sockets(string(text), protocol, ports)...)
		}
	}
	if len(found) == 0 {
		return nil
	}
	owners := owners(proc, found)
	for _, s := range found {
		s.Process = owners[s.inode]
		out = append(out, s.Listener)
	}
	return out
}

// sockets reads the sockets of a table that wait on some of the ports: in
// state LISTEN those of TCP, unconnected those of UDP. (man 5 proc)
func sockets(table, protocol string, ports map[uint16]bool) (out []socket) {
	waits := map[string]string{"tcp": "0A", "udp": "07"}[protocol]
	for line := range strings.Lines(table) {
		fields := strings.Fields(line) // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
		if len(fields) < 10 || fields[3] != waits {
			continue
		}
		ip, digits, _ := strings.Cut(fields[1], ":")
		port, err := strconv.ParseUint(digits, 16, 16)
		address, ok := kernelAddress(ip)
		if err == nil && ok && ports[uint16(port)] {
			out = append(out, socket{plan.Listener{IP: address.String(), Port: uint16(port), Protocol: protocol}, fields[9]})
		}
	}
	return out
}

// kernelAddress reads words of 32 bits, in hexadecimal digits and the order of
// this machine's bytes: 0100007F is 127.0.0.1 on most.
func kernelAddress(text string) (netip.Addr, bool) {
	words, err := hex.DecodeString(text)
	if err != nil || len(words)%4 != 0 {
		return netip.Addr{}, false
	}
	for i := 0; i < len(words); i += 4 {
		binary.NativeEndian.PutUint32(words[i:], binary.BigEndian.Uint32(words[i:]))
	}
	address, ok := netip.AddrFromSlice(words)
	return address.Unmap(), ok
}

// owners gives, by inode, the process that has a socket open, as far as this
// user may see it.
func owners(proc string, of []socket) map[string]string {
	wanted := map[string]string{}
	for _, s := range of {
		wanted["socket:["+s.inode+"]"] = s.inode
	}
	out := map[string]string{}
	open, _ := filepath.Glob(filepath.Join(proc, "[0-9]*", "fd", "[0-9]*"))
	for _, path := range open {
		target, _ := os.Readlink(path) // may have been closed since
		if inode := wanted[target]; inode != "" && out[inode] == "" {
			process := filepath.Dir(filepath.Dir(path))
			name, _ := os.ReadFile(filepath.Join(process, "comm"))
			out[inode] = fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), filepath.Base(process))
		}
	}
	return out
}

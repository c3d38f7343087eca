package engine

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/doctor"
	"gocompose/engine/history"
	"gocompose/engine/lock"
)

// machine gathers what this machine has to do with it. What cannot be read is not there.
func machine(f *doctor.Facts) {
	f.Locks, _ = lock.Find(lock.DefaultDir())
	f.Helpers, f.Config = helpers()
	folder, err := history.Folder(os.Getenv)
	if err != nil {
		return
	}
	f.Folder = folder
	f.Records, _ = history.Inventory(folder, f.Host)
	notes, _ := os.ReadDir(filepath.Join(folder, "read"))
	for _, n := range notes {
		if info, err := n.Info(); err == nil {
			f.Read = append(f.Read, doctor.Memory{ID: n.Name(), Time: info.ModTime()})
		}
	}
}

// helpers gives the programs for logins that the docker configuration names.
func helpers() (out []doctor.Helper, err error) {
	all, err := build.Helpers()
	for registry, name := range all {
		_, err := exec.LookPath("docker-credential-" + name)
		out = append(out, doctor.Helper{Name: name, Registry: registry, Missing: err != nil, Pos: placeOfKey(build.ConfigPath(), cmp.Or(registry, "credsStore"))})
	}
	slices.SortFunc(out, func(a, b doctor.Helper) int { return strings.Compare(a.Registry, b.Registry) })
	return out, err
}

// placeOfKey gives the place of a key in a JSON file; the last, since registries stand
// under auths, too, which comes first.
func placeOfKey(path, key string) diag.Pos {
	text, _ := os.ReadFile(path)
	at := bytes.LastIndex(text, []byte(strconv.Quote(key)))
	if at < 0 {
		return diag.Pos{File: path}
	}
	before := text[:at]
	return diag.Pos{File: path, Line: bytes.Count(before, []byte("\n")) + 1, Column: len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:]))) + 1}
}

// routes gives the IPv4 networks that this machine knows a way to, apart from
// the way to all others: the engine makes no network that overlaps with one.
// Linux only.
func routes(proc string) (out []netip.Prefix) {
	text, _ := os.ReadFile(filepath.Join(proc, "net", "route"))
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line) // Iface Destination Gateway Flags RefCnt Use Metric Mask …
		if len(fields) < 8 {
			continue
		}
		to, ok := kernelAddress(fields[1])
		mask, err := hex.DecodeString(fields[7])
		if !ok || err != nil || len(mask) != 4 {
			continue
		}
		if p := netip.PrefixFrom(to, bits.OnesCount32(binary.NativeEndian.Uint32(mask))); p.Bits() > 0 {
			out = append(out, p)
		}
	}
	return out
}

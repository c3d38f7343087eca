package engine

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"gocompose/engine/plan"
)

const (
	tcpTable = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0000000000000000 100 0 0 10 0
   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0000000000000000 100 0 0 10 0
   2: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 13 1 0000000000000000 20 4 30 10 -1
   3: broken
`
	tcp6Table = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 14 1 0000000000000000 100 0 0 10 0
   1: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 15 1 0000000000000000 100 0 0 10 0
`
	udpTable = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
   7: 3500007F:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 16 2 0000000000000000 0
   8: 0100007F:1F90 0100007F:0035 01 00000000:00000000 00:00000000 00000000   101        0 17 2 0000000000000000 0
`
)

// TestListening reads tables as Linux writes them on most machines: whose
// bytes are in little-endian order.
func TestListening(t *testing.T) {
	if address, _ := kernelAddress("0100007F"); address.String() != "127.0.0.1" {
		t.Skip("this machine has the other order of bytes")
	}
	proc := t.TempDir()
	for name, text := range map[string]string{"net/tcp": tcpTable, "net/tcp6": tcp6Table, "net/udp": udpTable, "4711/comm": "nginx\n"} {
		path := filepath.Join(proc, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(proc, "4711/fd"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("socket:[11]", filepath.Join(proc, "4711/fd/3")); err != nil {
		t.Fatal(err)
	}
	want := []plan.Listener{
		{IP: "127.0.0.1", Port: 8080, Protocol: "tcp", Process: "nginx (process 4711)"},
		{IP: "::1", Port: 8080, Protocol: "tcp"},
		{IP: "127.0.0.1", Port: 8081, Protocol: "tcp"},
		{IP: "127.0.0.53", Port: 8080, Protocol: "udp"},
	}
	if got := listening(proc, map[uint16]bool{8080: true, 8081: true}); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if got := listening(proc, nil); got != nil {
		t.Errorf("no port is asked for, got %v", got)
	}
}

// TestListeningHere looks for a socket of the test itself.
func TestListeningHere(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := uint16(l.Addr().(*net.TCPAddr).Port)
	got := listening("/proc", map[uint16]bool{port: true})
	if len(got) != 1 || got[0].IP != "127.0.0.1" || !strings.HasSuffix(got[0].Process, fmt.Sprintf("(process %d)", os.Getpid())) {
		t.Errorf("got %v", got)
	}
}

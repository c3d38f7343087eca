package compose

import (
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "0s": 0, "10s": 10 * time.Second, "1m30s": 90 * time.Second, "500ms": 500 * time.Millisecond,
		"1.5h": 90 * time.Minute, ".5s": 500 * time.Millisecond, "2d": 48 * time.Hour, "1w": 168 * time.Hour,
		"1h1m1s1ms1us1ns": time.Hour + time.Minute + time.Second + time.Millisecond + time.Microsecond + 1,
		"3µs":             3 * time.Microsecond, "3μs": 3 * time.Microsecond, "1.s": time.Second,
	} {
		if got, ok := parseDuration(text); !ok || time.Duration(got) != want {
			t.Errorf("%q: %v %v, want %v", text, time.Duration(got), ok, want)
		}
	}
	for _, text := range []string{
		"", "10", "s", "1x", "-1s", "+1s", "1 s", "1.2.3s", "1s ", ".s", "1h30", "1S", "99999999999999999999s", "300y", "1e3s", "∞",
	} {
		if got, ok := parseDuration(text); ok {
			t.Errorf("%q is read as %v", text, time.Duration(got))
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]Bytes{
		"0": 0, "1024": 1024, "1b": 1, "1B": 1, "1k": 1 << 10, "1kb": 1 << 10, "1KiB": 1 << 10, "64m": 64 << 20,
		"1.5gb": 3 << 29, "1.5 GB": 3 << 29, "2T": 2 << 40, "1p": 1 << 50, "1.9": 1,
	} {
		if got, ok := parseSize(text); !ok || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "b", "-1", "1x", "1kx", "1bb", "1kbb", "1,5g", "1  g", "10 megabytes", "1..5m", "99999999999p", "1e3", "ten"} {
		if got, ok := parseSize(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"build", "expose", "image", "network_mode", "networks", "ports", "tty", "x-"}
	for word, want := range map[string]string{
		"prots": "ports", "port": "ports", "Ports": "ports", "portss": "ports", "netwroks": "networks",
		"imag": "image", "iamge": "image", "network-mode": "network_mode", "tyt": "tty",
		"": "", "zzz": "", "healthcheck": "", "x": "", "x-a": "",
	} {
		if got := nearest(word, keys); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestNaturally(t *testing.T) {
	order := []string{"", "1", "02", "2x", "10", "A", "app1", "app2", "app10", "app10a", "appa", "b", "b.c"}
	for i, a := range order {
		for j, b := range order {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := naturally(a, b); got != want {
				t.Errorf("%q, %q: %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestSameAddress(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"", "", true}, {"", "127.0.0.1", true}, {"", "::1", true}, {"127.0.0.1", "127.0.0.1", true},
		{"0.0.0.0", "127.0.0.1", true}, {"::", "::1", true},
		{"127.0.0.1", "127.0.0.2", false}, {"0.0.0.0", "::1", false}, {"::", "127.0.0.1", false}, {"0.0.0.0", "::", false},
	} {
		if sameAddress(c.a, c.b) != c.want || sameAddress(c.b, c.a) != c.want {
			t.Errorf("%q and %q: want %v", c.a, c.b, c.want)
		}
	}
}

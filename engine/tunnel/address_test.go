package tunnel

import (
	"slices"
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]Address{
		"ssh://box":                           {Host: "box"},
		"ssh://me@box:2222/":                  {User: "me", Host: "box", Port: "2222"},
		"ssh://box/run/user/1000/docker.sock": {Host: "box", Socket: "/run/user/1000/docker.sock"},
		"ssh://[fd00::1]:22":                  {Host: "fd00::1", Port: "22"},
	} {
		if got, err := ParseAddress(text); got != want || err != nil {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"ssh://":                 "names no host",
		"ssh://me:secret@box":    "a password has no place",
		"ssh://-oProxyCommand=x": "begins with a dash",
		"ssh://-l@box":           "begins with a dash",
		"ssh://box?x":            "something follows the path",
	} {
		if _, err := ParseAddress(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestJump(t *testing.T) {
	s := &settings{at: Address{Host: "box"}, values: map[string][]string{"hostname": {"fd00::7"}, "port": {"2222"}}}
	for hosts, want := range map[string]string{
		"me@first:22":        "-W [fd00::7]:2222 -- ssh://me@first:22",
		"one,ssh://two,last": "-W [fd00::7]:2222 -J one,ssh://two -- ssh://last",
	} {
		if got := s.jump(hosts); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %q, want %s", hosts, got, want)
		}
	}
}

func TestCommandQuotes(t *testing.T) {
	at := Address{Host: "box", Socket: "/run/it's here.sock"}
	if got, want := at.command(), `docker --host 'unix:///run/it'\''s here.sock' system dial-stdio`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

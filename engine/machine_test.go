package engine

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/docker/docker/api/types/events"

	"gocompose/compose/diag"
	"gocompose/engine/doctor"
)

func TestEndings(t *testing.T) {
	second := time.Second.Nanoseconds()
	event := func(id string, action events.Action, at int64, signal string) events.Message {
		return events.Message{Action: action, TimeNano: at, Actor: events.Actor{ID: id, Attributes: map[string]string{
			"name": id + "-1", "signal": signal, "com.docker.compose.project": "shop", "com.docker.compose.service": id}}}
	}
	got := endings([]events.Message{
		event("heeds", events.ActionKill, 0, "15"), event("heeds", events.ActionDie, second, ""), event("heeds", events.ActionKill, 9*second, "9"),
		event("deaf", events.ActionKill, second, "15"), event("big", events.ActionOOM, second, ""), event("deaf", events.ActionKill, 2*second, "15"),
		event("deaf", events.ActionKill, 11*second, "9"), event("deaf", events.ActionDie, 11*second, ""),
		event("hasty", events.ActionKill, second, "15"), event("hasty", events.ActionKill, second+1, "9"),
	})
	want := []doctor.Ending{
		{Container: "big-1", Project: "shop", Service: "big", Time: time.Unix(1, 0), Memory: true},
		{Container: "deaf-1", Project: "shop", Service: "deaf", Time: time.Unix(11, 0), Signal: "15", After: 10 * time.Second},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestPlaceOfKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.json")
	text := "{\n  \"auths\": {\"gcr.io\": {}},\n  \"credHelpers\": {\"ä\": \"x\", \"gcr.io\": \"gcr\"}\n}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]diag.Pos{"gcr.io": {File: path, Line: 3, Column: 29}, "auths": {File: path, Line: 2, Column: 3}, "none": {File: path}} {
		if got := placeOfKey(path, key); got != want {
			t.Errorf("%s: %v", key, got)
		}
	}
}

func TestRoutes(t *testing.T) {
	proc := t.TempDir()
	table := "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" +
		"eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n" +
		"tun0\t0000140A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
	if err := os.MkdirAll(filepath.Join(proc, "net"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(proc, "net", "route"), []byte(table), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := routes(proc); len(got) != 1 || got[0].String() != "10.20.0.0/16" {
		t.Error(got)
	}
	if got := routes(t.TempDir()); got != nil {
		t.Error(got)
	}
}

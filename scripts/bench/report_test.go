package main

import (
	"strings"
	"testing"
	"time"
)

func TestVerdicts(t *testing.T) {
	up := goal{ratio: 1.2, peak: mostPeak}
	again := goal{wall: 40 * time.Millisecond}
	for _, c := range []struct {
		name string
		goal goal
		figure
		want string
	}{
		{"at the limit", up, figure{ratio: 1.2, peak: mostPeak - 1}, "≤ 1.2 × floor met, < 40 MB met"},
		{"over the limit", up, figure{ratio: 1.21, peak: mostPeak}, "≤ 1.2 × floor missed, < 40 MB missed"},
		{"in time", again, figure{median: 39 * time.Millisecond}, "< 40 ms met"},
		{"too late", again, figure{median: 40 * time.Millisecond}, "< 40 ms missed"},
		{"no floor to compare with", up, figure{peak: 1}, "< 40 MB met"},
		{"as much as another", goal{as: taskCheck, asMuch: 12}, figure{median: 600 * time.Millisecond}, "≤ 12 × config -q, 1000 services met"},
		{"more than another", goal{as: taskCheck, asMuch: 12}, figure{median: 601 * time.Millisecond}, "≤ 12 × config -q, 1000 services missed"},
		{"no other to compare with", goal{as: taskPlan, asMuch: 12}, figure{median: 1}, ""},
		{"no goal", goal{}, figure{ratio: 9, peak: 1}, ""},
	} {
		r := report{results: results{cell{taskCheck, productName}: {{wall: 50 * time.Millisecond}}}}
		if got := strings.Join(r.verdicts(c.goal, c.figure), ", "); got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                        "0.0 ms",
		7440 * time.Microsecond:  "7.4 ms",
		9949 * time.Microsecond:  "9.9 ms",
		9950 * time.Microsecond:  "10 ms",
		39600 * time.Microsecond: "40 ms",
		812 * time.Millisecond:   "812 ms",
		4912 * time.Millisecond:  "4.91 s",
		61 * time.Second:         "61.00 s",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v is %q, not %q", d, got, want)
		}
	}
}

func TestRatio(t *testing.T) {
	for value, want := range map[float64]string{0: "", 0.996: "1.00", 9.68: "9.68", 10: "10", 577.8: "578"} {
		if got := ratio(figure{ratio: value}); got != want {
			t.Errorf("%v is %q, not %q", value, got, want)
		}
	}
}

func TestMegabytes(t *testing.T) {
	for bytes, want := range map[int64]string{0: "", 400_000: "0 MB", 22_400_000: "22 MB", 1_500_000_000: "1500 MB"} {
		if got := megabytes(bytes); got != want {
			t.Errorf("%d is %q, not %q", bytes, got, want)
		}
	}
}

// sampleReport is a run of one round in which docker-compose did nothing but up.
func sampleReport(loadBefore float64) report {
	r := results{}
	r.add(taskUp, floorName, sample{wall: 4 * time.Second})
	r.add(taskUp, productName, sample{wall: 5 * time.Second, peak: 22e6})
	r.add(taskUp, "docker-compose 1.29.2", sample{wall: 6 * time.Second, peak: 51e6})
	r.add(taskVersion, productName, sample{wall: 6 * time.Millisecond, peak: 14e6})
	m := machine{Cores: 2, Kernel: "6.1", Engine: "20.10.24", LoadBefore: loadBefore, LoadAfter: 2, LeastPeak: 9e6}
	return report{machine: m, results: r, rounds: 1, contenders: []string{floorName, productName, "docker-compose 1.29.2"}}
}

func TestText(t *testing.T) {
	text := sampleReport(0.1).text()
	for _, want := range []string{
		"up -d, 20 services from nothing (floor: network, create and start)\n",
		"  floor                        4.00 s (4.00 s – 4.00 s)         1.00\n",
		"  gocompose                    5.00 s (5.00 s – 5.00 s)         1.25   22 MB  ≤ 1.2 × floor missed, < 40 MB met\n",
		"  docker-compose 1.29.2        6.00 s (6.00 s – 6.00 s)         1.50   51 MB\n",
		"  gocompose                    6.0 ms (6.0 ms – 6.0 ms)                14 MB  < 15 ms met, < 40 MB met\n",
		"1 rounds in turn, on 2 cores, Linux 6.1, Docker Engine 20.10.24",
		"load average 0.1 before the run and 2.0 after it",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if strings.TrimRight(line, " \n")+"\n" != line {
			t.Errorf("blanks at the end of %q", line)
		}
	}
}

func TestMarkdown(t *testing.T) {
	lines := strings.Split(sampleReport(0.1).markdown(), "\n")
	for i, want := range []string{
		"| | floor | gocompose | docker-compose 1.29.2 | target |",
		"|---|---|---|---|---|",
		"| up -d, 20 services from nothing | **4.00 s**<br>4.00 s – 4.00 s | **5.00 s**, 1.25 × floor<br>5.00 s – 5.00 s<br>22 MB | " +
			"**6.00 s**, 1.50 × floor<br>6.00 s – 6.00 s<br>51 MB | ≤ 1.2 × floor missed<br>< 40 MB met |",
	} {
		if lines[i] != want {
			t.Errorf("line %d is\n%s\nnot\n%s", i+1, lines[i], want)
		}
	}
	for _, line := range lines[:4] {
		if strings.Count(line, "|") != 6 {
			t.Errorf("not a row of five columns: %s", line)
		}
	}
}

// A table without anything measured would be rows of targets missed.
func TestMarkdownLeavesOutWhatWasNotMeasured(t *testing.T) {
	if text := sampleReport(0).markdown(); strings.Contains(text, "plan,") {
		t.Errorf("plan was not measured but has a row:\n%s", text)
	}
}

func TestBusy(t *testing.T) {
	const warning = "busy before the run began"
	for load, want := range map[float64]bool{0: false, 0.5: false, 0.51: true, 14: true} {
		r := sampleReport(load)
		if strings.Contains(r.text(), warning) != want || strings.Contains(r.markdown(), warning) != want {
			t.Errorf("with load %v the warning stands or is missing wrongly", load)
		}
	}
}

func TestParseLoad(t *testing.T) {
	for text, want := range map[string]float64{"4.35 5.53 4.01 1/200 77\n": 4.35, "": 0, "much": 0} {
		if got := parseLoad(text); got != want {
			t.Errorf("load of %q is %v, not %v", text, got, want)
		}
	}
}

func TestIdle(t *testing.T) {
	before := parseTicks("cpu  100 10 50 800 20 0 5 15 70 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n")
	if want := (ticks{all: 1000, unused: 800}); before != want {
		t.Fatalf("read %+v, not %+v", before, want)
	}
	for text, want := range map[string]float64{
		"cpu  100 10 50 800 20 0 5 15 70 7\n":  1, // no time went by
		"cpu  110 10 50 890 20 0 5 15 70 7\n":  0.9,
		"cpu  120 10 60 850 30 0 15 15 70 7\n": 0.5,
	} {
		if got := parseTicks(text).since(before).idle(); got != want {
			t.Errorf("%q after that is %v idle, not %v", text, got, want)
		}
	}
	if got := parseTicks("").idle(); got != 1 {
		t.Errorf("where the system tells nothing %v is idle, not all", got)
	}
}

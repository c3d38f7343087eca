package compose

import (
	"fmt"
	"strings"
	"testing"
)

// Whatever is included how often: the work is bounded, and the end is an error.
func TestIncludesAreBounded(t *testing.T) {
	many, chain := map[string]string{}, map[string]string{}
	var list strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&list, "- %d.yaml\n", i)
	}
	many["compose.yaml"] = "include:\n" + list.String()
	for i := range 1001 {
		many[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("services: {s%d: {image: a}}\n", i)
	}
	for i := range 200 {
		chain[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("include: [%d.yaml]\n", i+1)
	}
	chain["compose.yaml"] = "include: [0.yaml]\n"
	fork := map[string]string{"compose.yaml": "include: [0.yaml, 0.yaml]\n"}
	for i := range 50 {
		fork[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("include: [%d.yaml, %d.yaml]\n", i+1, i+1)
	}
	fork["50.yaml"] = "services: {a: {image: a}}\n"
	for name, files := range map[string]map[string]string{"many": many, "chain": chain, "fork": fork} {
		p, problems := Load(Options{Dir: folderWith(t, files)})
		if errs := problems.Errors(); p != nil || len(errs) != 1 || !strings.Contains(errs[0].Summary, "includes more than 1000 files, or deeper than 100") {
			t.Errorf("%s: %d problems, %v", name, len(errs), errs[:min(len(errs), 3)])
		}
	}
}

// A thousand services that extend one file read it once.
func TestExtendsOfOneFileByMany(t *testing.T) {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "  s%d: {extends: {file: base.yaml, service: app}, hostname: h%d}\n", i, i)
	}
	dir := folderWith(t, map[string]string{"compose.yaml": b.String(), "base.yaml": "services: {app: {image: '${IMAGE:-a}', restart: always}}\n"})
	l := newLoader(Options{Dir: dir})
	if p := l.project(); len(p.all) != 1000 || p.all["s999"].Restart != "always" || len(l.every) != 2 {
		t.Errorf("%d services of %d documents", len(p.all), len(l.every))
	}
}

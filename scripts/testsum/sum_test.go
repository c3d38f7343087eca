package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	const (
		start = `{"Action":"start","Package":"p"}`
		runA  = `{"Action":"run","Package":"p","Test":"TestA"}`
		runAx = `{"Action":"run","Package":"p","Test":"TestA/x"}`
		runAy = `{"Action":"run","Package":"p","Test":"TestA/y"}`
		okA   = `{"Action":"pass","Package":"p","Test":"TestA"}`
		badA  = `{"Action":"fail","Package":"p","Test":"TestA"}`
		okAx  = `{"Action":"pass","Package":"p","Test":"TestA/x"}`
		badAx = `{"Action":"fail","Package":"p","Test":"TestA/x"}`
		okAy  = `{"Action":"pass","Package":"p","Test":"TestA/y"}`
		okP   = `{"Action":"pass","Package":"p"}`
		badP  = `{"Action":"fail","Package":"p"}`
	)
	cases := []struct {
		name  string
		lines []string
		last  string
		holds string
		good  bool
	}{
		{"one passes", []string{start, runA, okA, okP}, "1 passed, 0 failed, 0 skipped", "", true},
		{"a table counts its cases", []string{start, runA, runAx, okAx, runAy, okAy, okA, okP},
			"2 passed, 0 failed, 0 skipped", "", true},
		{"one case fails once", []string{start, runA, runAx,
			`{"Action":"output","Package":"p","Test":"TestA/x","Output":"    a_test.go:7: got 1\n"}`,
			badAx, runAy, okAy, badA, badP},
			"1 passed, 1 failed, 0 skipped", "FAILED p TestA/x\n      a_test.go:7: got 1\n", false},
		{"a test fails after its cases passed", []string{start, runA, runAx, okAx, badA, badP},
			"1 passed, 1 failed, 0 skipped", "FAILED p TestA\n", false},
		{"a skip gives its reason", []string{start, runA,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}`,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: needs root\n"}`,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}`,
			`{"Action":"skip","Package":"p","Test":"TestA"}`, okP},
			"0 passed, 0 failed, 1 skipped", "  p TestA: a_test.go:3: needs root\n", false},
		{"a package that does not build", []string{
			`{"ImportPath":"p","Action":"build-output","Output":"p/a.go:3:1: syntax error\n"}`,
			`{"ImportPath":"p","Action":"build-fail"}`, start,
			`{"Action":"fail","Package":"p","FailedBuild":"p"}`},
			"0 passed, 1 failed, 0 skipped", "FAILED p\n  p/a.go:3:1: syntax error\n", false},
		{"a package dies in a test", []string{start, runA,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"panic: boom\n"}`, badP},
			"0 passed, 1 failed, 0 skipped", "FAILED p TestA\n  panic: boom\n  did not finish\n", false},
		{"a package dies outside its tests", []string{start, runA, okA,
			`{"Action":"output","Package":"p","Output":"exit status 2\n"}`, badP},
			"1 passed, 1 failed, 0 skipped", "FAILED p\n  exit status 2\n", false},
		{"the stream breaks off", []string{start, runA}, "0 passed, 1 failed, 0 skipped", "did not finish", false},
		{"a package without tests is no skip", []string{start, `{"Action":"skip","Package":"p"}`},
			"0 passed, 0 failed, 0 skipped", "", false},
		{"complaints of the go command are passed on", []string{"no such module", start, runA, okA, okP},
			"1 passed, 0 failed, 0 skipped", "no such module\n", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			s := newSum()
			if err := read(strings.NewReader(strings.Join(c.lines, "\n")), &out, s); err != nil {
				t.Fatal(err)
			}
			s.close()
			s.report(&out)
			if !strings.HasSuffix(out.String(), "\n"+c.last+"\n") {
				t.Errorf("the last line is not %q:\n%s", c.last, &out)
			}
			if !strings.Contains(out.String(), c.holds) {
				t.Errorf("does not hold %q:\n%s", c.holds, &out)
			}
			if s.good() != c.good {
				t.Errorf("good is %v", s.good())
			}
		})
	}
}

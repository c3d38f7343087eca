package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestPicture(t *testing.T) {
	var out strings.Builder
	terminal := "\x1b[1;32m$\x1b[0m gocompose up\n\n\x1b[2m  1 |\x1b[22m \"<&>\"\n\n"
	if err := run(strings.NewReader(terminal), &out, `a "broken" file & its place`, 90); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`width="792" height="96"`, // 90 columns, and three lines: the blank one stays, those at the end go
		"<title>a &#34;broken&#34; file &amp; its place</title>",
		`<text class="c3 bold" x="18" y="32" textLength="8.4">$</text>`,
		`<text class="c0" x="34.8" y="32" textLength="100.8">gocompose up</text>`,
		`<text class="c0 dim" x="34.8" y="72" textLength="25.2">1 |</text>`,
		`<text class="c0" x="68.4" y="72" textLength="42">&#34;&lt;&amp;&gt;&#34;</text>`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing in\n%s", want, &out)
		}
	}
	wellFormed(t, out.String())
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
}

func TestEveryColourHasAFill(t *testing.T) {
	for code, want := range map[string]string{"39": "c0", "30": "c1", "37": "c8", "90": "c9", "97": "c16"} {
		l, err := look{}.after(code)
		if err != nil || l.class() != want {
			t.Errorf("code %s is %s, %v, not %s", code, l.class(), err, want)
		}
		if !strings.Contains(fills(), "."+l.class()+"{fill:#") {
			t.Errorf("class %s has no fill", l.class())
		}
	}
}

func TestRunFails(t *testing.T) {
	if err := run(iotest.ErrReader(errors.New("gone")), io.Discard, "", 80); err == nil || err.Error() != "gone" {
		t.Errorf("a reader that fails: %v", err)
	}
	var out strings.Builder
	if err := run(strings.NewReader("\x1b[7ma"), &out, "", 80); err == nil || out.Len() > 0 {
		t.Errorf("what cannot be drawn: %v, and %d bytes were written", err, out.Len())
	}
}

package compose

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"github.com/distribution/reference"
)

// The forms, as a regular expression would have them.
var forms = map[string]struct {
	form func(string) bool
	want *regexp.Regexp
}{
	"name":      {isName, regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)},
	"container": {isContainerName, regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]+$`)},
	"restart":   {isRestart, regexp.MustCompile(`^(no|always|unless-stopped|on-failure(:[0-9]{1,9})?|)$`)},
	"interval":  {isInterval, regexp.MustCompile(`^every_([0-9]+[wdhms])+$`)},
}

// words are parts of what the forms are about.
var formWords = []string{"", "a", "B", "z", "0", "9", ".", "-", "_", ":", "/", "é", " ", "@", "no", "on-failure:", "123456789", "every_", "1w", "2d", "3", "always", "x.y"}

func TestForms(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	taken := 0
	for range 20_000 {
		s := ""
		for range r.IntN(5) {
			s += formWords[r.IntN(len(formWords))]
		}
		for name, f := range forms {
			if got, want := f.form(s), f.want.MatchString(s); got != want {
				t.Errorf("%s %q: got %t", name, s, got)
			}
		}
		if !isPlainImage(s) {
			continue
		}
		taken++
		if _, err := reference.ParseAnyReference(s); err != nil {
			t.Errorf("image %q: %v", s, err)
		}
	}
	if taken < 500 {
		t.Errorf("only %d images are plain", taken)
	}
	for _, s := range []string{"nginx", "nginx:1.27", "registry.example.com/team/app:1.0-rc_1"} {
		if !isPlainImage(s) {
			t.Errorf("%s is not plain", s)
		}
	}
}

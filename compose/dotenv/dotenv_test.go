package dotenv_test

import (
	"testing"

	"gocompose/compose/dotenv"
)

func TestParse(t *testing.T) {
	vars, problems := dotenv.Parse(".env", []byte("A=1\nexport B='x $A'\nC=\"y\\n$A\" # c\nD: $B # e\nHOME\n"), func(n string) (string, bool) {
		return "/root", n == "HOME"
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := []string{"1", "x $A", "y\n1", "x $A", "/root"}
	for i, v := range vars {
		if v.Value != want[i] {
			t.Errorf("%s = %q, want %q", v.Name, v.Value, want[i])
		}
	}
}

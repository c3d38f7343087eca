package interp_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"gocompose/compose/interp"
)

// env has a variable that is set, one that is empty, and odd names.
func env(name string) (string, bool) {
	v, ok := map[string]string{"FOO": "first", "BAR": "", "_x1": "under", "foo": "lower", "D": "$FOO"}[name]
	return v, ok
}

func TestExpand(t *testing.T) {
	for template, want := range map[string]string{
		"":                 "",
		"plain":            "plain",
		"$FOO":             "first",
		"${FOO}":           "first",
		"a${FOO}b$FOO-c":   "afirstbfirst-c",
		"$FOO$FOO":         "firstfirst",
		"$FOOBAR":          "",
		"$_x1":             "under",
		"$foo":             "lower",
		"größe $FOO größe": "größe first größe",
		"$FOOé":            "firsté",

		"$$":         "$",
		"$$FOO":      "$FOO",
		"$$$FOO":     "$first",
		"$$$$FOO":    "$$FOO",
		"$${FOO}":    "${FOO}",
		"$${":        "${",
		"$":          "$",
		"a$":         "a$",
		"$1":         "$1",
		"a$ b":       "a$ b",
		"$}":         "$}",
		"$é":         "$é",
		"$(pwd)":     "$(pwd)",
		"{FOO}":      "{FOO}",
		"}":          "}",
		"$D":         "$FOO",
		"^a$|^b$":    "^a$|^b$",
		"${FOO}}":    "first}",
		"${BAR}":     "",
		"${FOO}{}":   "first{}",
		"${FOO} {a}": "first {a}",

		"${BAR-d}":  "",
		"${BAR:-d}": "d",
		"${NO-d}":   "d",
		"${NO:-d}":  "d",
		"${FOO-d}":  "first",
		"${FOO:-d}": "first",
		"${NO:-}":   "",
		"${NO-}":    "",

		"${FOO+alt}":  "alt",
		"${FOO:+alt}": "alt",
		"${BAR+alt}":  "alt",
		"${BAR:+alt}": "",
		"${NO+alt}":   "",
		"${NO:+alt}":  "",
		"${FOO+}":     "",

		"${FOO?err}":  "first",
		"${FOO:?err}": "first",
		"${BAR?err}":  "",
		"${FOO:?$NO}": "first",

		"${NO:-${FOO}}":              "first",
		"${NO:-$FOO/x}":              "first/x",
		"${NO:-${NO2:-${FOO}x}y}z":   "firstxyz",
		"${FOO:+${BAR:-${FOO}}}":     "first",
		"${NO:-$$FOO}":               "$FOO",
		"${NO:-$$}":                  "$",
		"${NO:-{\"a\":{\"b\":1}}}":   "{\"a\":{\"b\":1}}",
		"${NO:-{}} ${NO:-{}}":        "{} {}",
		"${NO:-{}":                   "{",
		"${NO:-a:-b-c?d+e}":          "a:-b-c?d+e",
		"${NO-:-}":                   ":-",
		"${NO--}":                    "-",
		"${NO:- spaces }":            " spaces ",
		"${NO:-two\nlines}":          "two\nlines",
		"${NO:-größe}":               "größe",
		"${NO:-[\"a\", 'b']}:$FOO":   "[\"a\", 'b']:first",
		"${NO:-http://h:80/?a=b&c}/": "http://h:80/?a=b&c/",
	} {
		got, err := interp.Expand(template, env)
		if err != nil || got.Text != want {
			t.Errorf("Expand(%q) = %q, %v, want %q", template, got.Text, err, want)
		}
	}
}

// The mark ‸ stands before the $ that is to blame.
func TestExpandErrors(t *testing.T) {
	for marked, want := range map[string]string{
		"‸${":                  "invalid interpolation format: ${ without its }",
		"‸${FOO":               "invalid interpolation format: ${ without its }",
		"a ‸${FOO:-b":          "invalid interpolation format: ${ without its }",
		"${FOO} ‸${FOO:-":      "invalid interpolation format: ${ without its }",
		"‸${}":                 "invalid interpolation format: ${} names no variable",
		"é$$ ‸${}":             "invalid interpolation format: ${} names no variable",
		"‸${ FOO}":             "invalid interpolation format: ${ is followed by ' '",
		"‸${1}":                "invalid interpolation format: ${ is followed by '1'",
		"‸${é}":                "invalid interpolation format: ${ is followed by 'é'",
		"‸${:-d}":              "invalid interpolation format: ${ is followed by ':'",
		"‸${$FOO}":             "invalid interpolation format: ${ is followed by '$'",
		"‸${FOO }":             "invalid interpolation format: ${FOO is followed by ' '",
		"‸${FOO!}":             "invalid interpolation format: ${FOO is followed by '!'",
		"‸${FOO:}":             "invalid interpolation format: ${FOO is followed by ':'",
		"‸${FOO:=d}":           "invalid interpolation format: ${FOO is followed by ':'",
		"‸${FOO.bar}":          "invalid interpolation format: ${FOO is followed by '.'",
		"${NO:-a‸${}}":         "invalid interpolation format: ${} names no variable",
		"${FOO:-‸${BAD!}}":     "invalid interpolation format: ${BAD is followed by '!'",
		"${FOO?‸${NO?}":        "invalid interpolation format: ${ without its }",
		"${FOO:-‸${FOO}":       "invalid interpolation format: ${ without its }",
		"‸${NO?}":              "required variable NO is missing a value",
		"‸${NO:?}":             "required variable NO is missing a value",
		"‸${BAR:?is empty}":    "required variable BAR is missing a value: is empty",
		"a ‸${NO?set $FOO, 1}": "required variable NO is missing a value: set first, 1",
		"${NO:-‸${NO2:?x}}":    "required variable NO2 is missing a value: x",
		"‸${NO?a\n b}":         "required variable NO is missing a value: a  b",
		"‸${NO?${FOO:+yes}}":   "required variable NO is missing a value: yes",
	} {
		before, after, _ := strings.Cut(marked, "‸")
		_, err := interp.Expand(before+after, env)
		var got *interp.Error
		if !errors.As(err, &got) {
			t.Errorf("%q: got %v, want an error", marked, err)
			continue
		}
		if got.Offset != len(before) || got.Summary != want || got.Hint == "" {
			t.Errorf("%q: got %+v, want %s at %d", marked, got, want, len(before))
		}
		if required := strings.HasPrefix(want, "required"); required != (got.Variable != "") || required && !strings.Contains(want, got.Variable) {
			t.Errorf("%q: got the variable %q", marked, got.Variable)
		}
		if err.Error() != got.Summary+"; "+got.Hint {
			t.Errorf("%q: got the text %s", marked, err)
		}
	}
}

func TestUses(t *testing.T) {
	for template, want := range map[string]string{
		"plain $$ $1":          "",
		"$FOO":                 "FOO@0 set",
		"é $NO":                "NO@3 blank",
		"${NO} ${BAR}":         "NO@0 blank BAR@6 set",
		"${NO:-d}":             `NO@0 ":-" "d" taken`,
		"${FOO:-$NO}":          `FOO@0 ":-" "$NO" set`,
		"${NO:-$FOO}":          `NO@0 ":-" "$FOO" taken FOO@6 set`,
		"${NO-x${NO2}}":        `NO@0 "-" "x${NO2}" taken NO2@6 blank`,
		"${FOO:+y$NO}":         `FOO@0 ":+" "y$NO" set taken NO@8 blank`,
		"${NO+y}${BAR:+z}":     `NO@0 "+" "y" BAR@7 ":+" "z" set`,
		"${BAR?e}":             `BAR@0 "?" "e" set`,
		"${BAR:-}$FOO":         `BAR@0 ":-" "" set taken FOO@8 set`,
		"${NO:-${NO:-${NO}}}!": `NO@0 ":-" "${NO:-${NO}}" taken NO@6 ":-" "${NO}" taken NO@12 blank`,
	} {
		got, err := interp.Expand(template, env)
		if err != nil || described(got.Uses) != want {
			t.Errorf("%q: got %s, %v\nwant %s", template, described(got.Uses), err, want)
		}
	}
}

func described(uses []interp.Use) string {
	var out []string
	for _, u := range uses {
		words := fmt.Sprintf("%s@%d", u.Name, u.Offset)
		if u.Operator != "" {
			words += fmt.Sprintf(" %q %q", u.Operator, u.Operand)
		}
		for word, is := range map[string]bool{" set": u.Set, " blank": u.Blank()} {
			if is {
				words += word
			}
		}
		if u.Taken {
			words += " taken"
		}
		out = append(out, words)
	}
	return strings.Join(out, " ")
}

func TestVariables(t *testing.T) {
	got, err := interp.Variables("$A ${B:-${C?d}} $$E ${F:+$G}")
	if want := `A@0 blank B@3 ":-" "${C?d}" C@8 "?" "d" F@20 ":+" "$G" G@25 blank`; err != nil || described(got) != want {
		t.Errorf("got %s, %v\nwant %s", described(got), err, want)
	}
	if got, err := interp.Variables("none $$ $1"); len(got) > 0 || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := interp.Variables("${A:-${}}"); err == nil {
		t.Error("no error")
	}
}

func TestPlainTextIsReturnedAsItIs(t *testing.T) {
	text := strings.Repeat("plain {text} ", 100)
	if n := testing.AllocsPerRun(100, func() { _, _ = interp.Expand(text, env) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestDepthIsBounded(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("${NO:-", n) + "x" + strings.Repeat("}", n) }
	if got, err := interp.Expand(nested(100), env); err != nil || got.Text != "x" {
		t.Errorf("got %q, %v", got.Text, err)
	}
	_, err := interp.Expand(nested(10_000), env)
	var e *interp.Error
	if !errors.As(err, &e) || e.Summary != "invalid interpolation format: ${…} is nested too deeply" || e.Offset != 600 {
		t.Errorf("got %v", err)
	}
	if _, err := interp.Expand(strings.Repeat("${NO:-{", 40_000), env); err == nil {
		t.Error("no error")
	}
}

func TestSizeIsBounded(t *testing.T) {
	for template, want := range map[string]string{
		strings.Repeat("$FOO", 50_000): "",
		strings.Repeat("$FOO", 50_001): "invalid interpolation format: it has 50001 dollar signs",
		strings.Repeat("$$", 25_001):   "invalid interpolation format: it has 50002 dollar signs",
		strings.Repeat("$LONG", 40):    "",
		strings.Repeat("$LONG", 42):    "invalid interpolation format: with LONG the text has more than 4 MiB",
	} {
		values := map[string]string{"FOO": "x", "LONG": strings.Repeat("x", 100_000)}
		_, err := interp.Expand(template, func(name string) (string, bool) { return values[name], true })
		if got := fmt.Sprint(err); err == nil && want != "" || err != nil && !strings.HasPrefix(got, want+";") {
			t.Errorf("%.10s…: got %v, want %s", template, err, want)
		}
	}
}

// Whatever the template: no panic; an error lies in the template and a use at a
// $; without a $ nothing changes; doubling every $ gives the template back.
func FuzzExpand(f *testing.F) {
	for _, template := range []string{"", "$FOO", "${FOO:-${BAR:?x}}", "$$ $1 ${", "${A!}", "${NO:-{}", "a${é}"} {
		f.Add(template)
	}
	f.Fuzz(func(t *testing.T, template string) {
		got, err := interp.Expand(template, env)
		var e *interp.Error
		if errors.As(err, &e) && (template[e.Offset] != '$' || e.Summary == "" || strings.Contains(e.Summary, "\n")) {
			t.Errorf("got %+v", e)
		}
		for _, u := range got.Uses {
			if rest := template[u.Offset:]; !strings.HasPrefix(rest, "$"+u.Name) && !strings.HasPrefix(rest, "${"+u.Name+u.Operator+u.Operand) {
				t.Errorf("%+v is not at its offset", u)
			}
		}
		all, syntax := interp.Variables(template)
		if err == nil && (syntax != nil || len(all) < len(got.Uses)) {
			t.Errorf("variables are %v, %v, used are %v", all, syntax, got.Uses)
		}
		if !strings.Contains(template, "$") && (err != nil || got.Text != template) {
			t.Errorf("got %q, %v", got.Text, err)
		}
		if got, err := interp.Expand(strings.ReplaceAll(template, "$", "$$"), env); err != nil || got.Text != template {
			t.Errorf("doubled: got %q, %v", got.Text, err)
		}
	})
}

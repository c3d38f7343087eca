package dotenv_test

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/compose/dotenv"
)

var update = flag.Bool("update", false, "write the golden file")

// lookup is the environment around the file.
func lookup(name string) (string, bool) {
	v, ok := map[string]string{"HOME": "/root", "EMPTY": "", "BOTH": "outer"}[name]
	return v, ok
}

// values gives the definitions as "NAME=value" of Go syntax.
func values(vars []dotenv.Var) []string {
	out := []string{}
	for _, v := range vars {
		out = append(out, fmt.Sprintf("%s=%q", v.Name, v.Value))
	}
	return out
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                         ``,
		"\n \t\n# A=1\n  # B=2\n":  ``,
		"A=1":                      `A="1"`,
		"A=1\nB=2\n":               `A="1" B="2"`,
		"A=1\r\nB=2\r\n":           `A="1" B="2"`,
		"\ufeffA=1\n":              `A="1"`,
		"  A=1\n\tB=2":             `A="1" B="2"`,
		"A = 1\nB =2\nC= 3":        `A="1" B="2" C="3"`,
		"A: 1\nB:2\nC : 3":         `A="1" B="2" C="3"`,
		"export A=1\nexport\tB: 2": `A="1" B="2"`,
		"export=1\nexporter=2":     `export="1" exporter="2"`,
		"A=\nB= \nC=\t\n":          `A="" B="" C=""`,
		"A=b c  d \t\nE=f":         `A="b c  d" E="f"`,
		"A=b=c:d":                  `A="b=c:d"`,
		"a.b-c_D[0]=1\nÄ9=2":       `a.b-c_D[0]="1" Ä9="2"`,
		"A=1\nA=2":                 `A="1" A="2"`,
		"A=日本 é":                   `A="日本 é"`,

		"A=b # c\nD=e#f\nG=#h\nI= #j":  `A="b" D="e#f" G="#h" I="#j"`,
		"A='b # c' # d\nE=\"f # g\"#h": `A="b # c" E="f # g"`,
		"A=b\t# c":                     `A="b\t# c"`,

		"A=''\nB=\"\"":               `A="" B=""`,
		"A='b\\nc $HOME ${X} $$ \"'": `A="b\\nc $HOME ${X} $$ \""`,
		"A='it\\'s'":                 `A="it's"`,
		"A='b\\\\'\nC='d'":           `A="b\\\\" C="d"`,
		"A='b\n c\n\nd'\nE=1":        `A="b\n c\n\nd" E="1"`,
		"A=\"b\nc # d\"\nE=1":        `A="b\nc # d" E="1"`,
		"A='b\r\nc'\r\n":             `A="b\r\nc"`,
		`A="\n\t\r\a\b\f\v\\\"\$x"`:  `A="\n\t\r\a\b\f\v\\\"$x"`,
		`A="\0101\012\0400\0\c\x\'"`: `A="A\\12\\400\\\\c\\x\\'"`,
		`A="\\$HOME \\\$HOME"`:       `A="\\/root \\$HOME"`,
		"A=b\\nc\\\\":                `A="b\\nc\\\\"`,
		"A=b\"c\"d'e'":               `A="b\"c\"d'e'"`,
		"A: 'b'\nexport C=\"d\"":     `A="b" C="d"`,

		"A=$HOME ${HOME}/x\nB=\"$HOME\"": `A="/root /root/x" B="/root"`,
		"A=1\nB=$A${A}2\nC=\"$B\"":       `A="1" B="112" C="112"`,
		"A=${X:-d}${EMPTY:-e}${EMPTY-f}": `A="de"`,
		"A=${HOME:+set}${X:+set}":        `A="set"`,
		"BOTH=inner\nA=$BOTH":            `BOTH="inner" A="outer"`,
		"A=$$HOME $1 $":                  `A="$HOME $1 $"`,
		"A=\"${X:-b # c}\"":              `A="b # c"`,
		"A=1\nA=$A$A\nB=$A":              `A="1" A="11" B="11"`,

		"HOME":                   `HOME="/root"`,
		"HOME\nEMPTY\nNONE\nA=1": `HOME="/root" EMPTY="" A="1"`,
		"export HOME \n A=$HOME": `HOME="/root" A="/root"`,
	} {
		vars, problems := dotenv.Parse(".env", []byte(text), lookup, nil)
		if errs := problems.Errors(); len(errs) > 0 {
			t.Errorf("%q: got %v", text, errs)
		}
		if got := strings.Join(values(vars), " "); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestParseGolden(t *testing.T) {
	src, err := os.ReadFile("testdata/all.env")
	if err != nil {
		t.Fatal(err)
	}
	vars, problems := dotenv.Parse("all.env", src, lookup, nil)
	var got strings.Builder
	for _, v := range vars {
		fmt.Fprintf(&got, "%v %s=%q inherited=%v\n", v.Pos, v.Name, v.Value, v.Inherited)
	}
	for _, d := range problems {
		fmt.Fprintf(&got, "%v: %v\n", d.Severity, d)
	}
	if *update {
		if err := os.WriteFile("testdata/all.want", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/all.want")
	if err != nil || got.String() != string(want) {
		t.Errorf("%v, got\n%s", err, got.String())
	}
}

// The mark ‸ stands before the place that the problem must name.
var bad = []struct{ text, summary, vars string }{
	{"‸=1\nA=2", "no name before the =", `A="2"`},
	{"A=1\n  ‸: 2\n", "no name before the :", `A="1"`},
	{"export ‸\nC=2", "no name behind export", `C="2"`},
	{"export\t‸=1\nC=2", "no name before the =", `C="2"`},
	{"A‸ B=1\nC=2", "a name cannot have a space in it", `C="2"`},
	{"some‸ words\nC=2", "a name cannot have a space in it", `C="2"`},
	{"größe‸!=1\nC=2", "unexpected character '!' in a name", `C="2"`},
	{"‸$A=1", "unexpected character '$' in a name", ""},
	{"‸\"A\"=1", "unexpected character '\"' in a name", ""},
	{"A=1\n‸{\"json\": 1}\n", "unexpected character '{' in a name", `A="1"`},
	{"A=‸\"b\nC=d\n", "the quote is not closed", `C="d"`},
	{"A=‸'b\nC=d\n", "the quote is not closed", `C="d"`},
	{"A=‸\"b\\\"\nC=d", "the quote is not closed", `C="d"`},
	{"A='it'‸s mine'\nC=d", "text follows the closing quote", `A="it" C="d"`},
	{"A=\"b\" ‸!\nC=d", "text follows the closing quote", `A="b" C="d"`},
	{"A=\"b\nC=\"‸=d\nE=f", "text follows the closing quote", `A="b\nC=" E="f"`},
	{"A=b ‸${X\nC=d", "invalid interpolation format: ${ without its }", `C="d"`},
	{"A=\"é\\n\n‸${}\"\nC=d", "invalid interpolation format: ${} names no variable", `C="d"`},
	{"A=\"\\$ $HOME ‸${X?}\"\nC=d", "required variable X is missing a value", `C="d"`},
	{"A=‸${X:?set it}\nC=d", "required variable X is missing a value: set it", `C="d"`},
	{"A=‸${X:-b # c}\nC=d", "invalid interpolation format: ${ without its }", `C="d"`},
	{"A=1\nB=‸\xe9\n", "byte 0xe9 is not UTF-8 text", ""},
	{"A=b‸\x00\n", "byte 0x00 is not UTF-8 text", ""},
	{"‸\xff\xfeA\x00=\x001\x00", "byte 0xff is not UTF-8 text", ""},
}

func TestParseErrors(t *testing.T) {
	for _, c := range bad {
		text, want := marked(c.text)
		vars, problems := dotenv.Parse(".env", []byte(text), lookup, nil)
		errs := problems.Errors()
		if len(errs) != 1 || errs[0].Pos != want || errs[0].Summary != c.summary {
			t.Errorf("%q: got %v, want %v: %s", text, errs, want, c.summary)
			continue
		}
		wellFormed(t, errs[0])
		if got := strings.Join(values(vars), " "); got != c.vars {
			t.Errorf("%q: got the definitions %s, want %s", text, got, c.vars)
		}
	}
}

func marked(text string) (string, diag.Pos) {
	before, after, _ := strings.Cut(text, "‸")
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return before + after, diag.Pos{File: ".env", Line: strings.Count(before, "\n") + 1, Column: len([]rune(line)) + 1}
}

func wellFormed(t *testing.T, d diag.Diagnostic) {
	t.Helper()
	for _, text := range []string{d.Summary, d.Hint} {
		if text == "" || strings.ContainsAny(text, "\n\r") || strings.HasSuffix(text, ".") && !strings.HasPrefix(text, "required variable") {
			t.Errorf("%q is not one line without a full stop", text)
		}
	}
}

func TestParseReportsEveryError(t *testing.T) {
	_, problems := dotenv.Parse(".env", []byte("=1\nA B=2\nC=3\nD='4\n"), nil, nil)
	if got := problems.Error(); strings.Count(got, "\n") != 2 {
		t.Errorf("got %s", got)
	}
}

func TestParseWarnings(t *testing.T) {
	for text, summary := range map[string]string{
		"A=b ‸$X\n":             "variable X is not set, it becomes an empty text",
		"A=\"\\n\n ‸${X}\"\n":   "variable X is not set, it becomes an empty text",
		"A=\"b\" ‸B=c\n":        "text follows the closing quote and is read as another definition",
		"A='b'‸HOME\n":          "text follows the closing quote and is read as another definition",
		"A=\"é\n\" ‸export B=c": "text follows the closing quote and is read as another definition",
	} {
		text, want := marked(text)
		vars, problems := dotenv.Parse(".env", []byte(text), lookup, nil)
		if len(problems) != 1 || problems[0].Severity != diag.Warning || problems[0].Pos != want || problems[0].Summary != summary || len(vars) == 0 {
			t.Errorf("%q: got %v and %v, want %v: %s", text, vars, problems, want, summary)
			continue
		}
		wellFormed(t, problems[0])
	}
	for _, text := range []string{"A=${X:-}${X-}${X+y}\n", "A='$X'\n", "A=$$X\n", "A=\"b\" # $X\n", "A=\"b\"\nB=c"} {
		if _, problems := dotenv.Parse(".env", []byte(text), lookup, nil); len(problems) > 0 {
			t.Errorf("%q: got %v", text, problems)
		}
	}
}

func TestPlaces(t *testing.T) {
	vars, _ := dotenv.Parse(".env", []byte("A=1\n\nexport  é=2\r\n  C: \"x\ny\" # z\n HOME\n"), lookup, nil)
	var got []string
	for _, v := range vars {
		got = append(got, fmt.Sprintf("%s@%v", v.Name, v.Pos))
	}
	if want := []string{"A@.env:1:1", "é@.env:3:9", "C@.env:4:3", "HOME@.env:6:2"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if !vars[3].Inherited || vars[0].Inherited {
		t.Error("inherited is wrong")
	}
}

func TestValuesThatDoubleEnd(t *testing.T) {
	var b strings.Builder
	b.WriteString("A=0123456789\n")
	for range 60 {
		b.WriteString("A=$A$A\n")
	}
	vars, problems := dotenv.Parse(".env", []byte(b.String()), nil, nil)
	if len(problems) == 0 || problems[0].Summary != "the variables in this value have more than 1 MiB" {
		t.Errorf("got %v", problems)
	}
	if n := len(vars[len(vars)-1].Value); n > 1<<20 {
		t.Errorf("got a value of %d bytes", n)
	}
	sum := "A=" + strings.Repeat("x", 1<<20) + strings.Repeat("\nB=$A", 100)
	vars, problems = dotenv.Parse(".env", []byte(sum), nil, nil)
	if len(vars) != 9 || len(problems) != 1 || problems[0].Summary != "the variables in this file's values have more than 8 MiB" {
		t.Errorf("got %d definitions and %v", len(vars), problems)
	}
	vars, problems = dotenv.Parse(".env", []byte(strings.Repeat("A=1234\n", 1<<19)), nil, nil)
	if len(vars) > 0 || len(problems) != 1 || problems[0].Summary != "the file is larger than 2 MiB" {
		t.Errorf("got %d definitions and %v", len(vars), problems)
	}
	_, problems = dotenv.Parse(".env", []byte(strings.Repeat("$\n", 1000)), nil, nil)
	if len(problems) != 100 {
		t.Errorf("got %d problems", len(problems))
	}
}

func TestParseRaw(t *testing.T) {
	for text, want := range map[string]string{
		"":                     ``,
		"# c\n  # d\n\n":       ``,
		"A=b":                  `A="b"`,
		"A= b # c ":            `A=" b # c "`,
		"A='b'\nC=\"d\"":       `A="'b'" C="\"d\""`,
		"A=$HOME ${X\nB=\\n":   `A="$HOME ${X" B="\\n"`,
		"  A=b\r\n\tC=d\r\n":   `A="b" C="d"`,
		"A=\nB==":              `A="" B="="`,
		"HOME\nNONE\nA=1":      `HOME="/root" A="1"`,
		"\ufeffA=1":            `A="1"`,
		"export=1\na.b-c!:d=2": `export="1" a.b-c!:d="2"`,
		"A=b\rc":               `A="b\rc"`,
	} {
		vars, problems := dotenv.ParseRaw(".env", []byte(text), lookup, nil)
		if got := strings.Join(values(vars), " "); got != want || len(problems) > 0 {
			t.Errorf("%q:\n got %s and %v\nwant %s", text, got, problems, want)
		}
	}
	for text, summary := range map[string]string{
		"A=1\n‸=2\n":          "no name before the =",
		"A=1\n export‸ B=2\n": "a name cannot have a space in it",
		"A‸ =1":               "a name cannot have a space in it",
		"A=‸\xff":             "byte 0xff is not UTF-8 text",
	} {
		text, want := marked(text)
		_, problems := dotenv.ParseRaw(".env", []byte(text), lookup, nil)
		if len(problems) != 1 || problems[0].Pos != want || problems[0].Summary != summary {
			t.Errorf("%q: got %v, want %v: %s", text, problems, want, summary)
			continue
		}
		wellFormed(t, problems[0])
	}
	vars, _ := dotenv.ParseRaw(".env", []byte("\n HOME\nA=1"), lookup, nil)
	if !vars[0].Inherited || vars[0].Pos.String() != ".env:2:2" || vars[1].Pos.String() != ".env:3:1" {
		t.Errorf("got %v", vars)
	}
}

// Whatever the file: no panic, no value without bound, every place in the file,
// a definition or a report for every file that has more than comments.
func FuzzDotenv(f *testing.F) {
	for _, c := range bad {
		text, _ := marked(c.text)
		f.Add([]byte(text))
	}
	src, _ := os.ReadFile("testdata/all.env")
	f.Add(src)
	f.Fuzz(func(t *testing.T, src []byte) {
		text := strings.TrimPrefix(string(src), "\ufeff")
		lines := strings.Split(text, "\n")
		check := func(pos diag.Pos) {
			if pos.File != ".env" || pos.Line < 1 || pos.Line > len(lines) || pos.Column < 1 || pos.Column > len([]rune(lines[pos.Line-1]))+1 {
				t.Errorf("%v is not in the file", pos)
			}
		}
		for _, read := range []func(string, []byte, func(string) (string, bool), map[string]string) ([]dotenv.Var, diag.List){dotenv.Parse, dotenv.ParseRaw} {
			vars, problems := read(".env", src, lookup, nil)
			for _, v := range vars {
				check(v.Pos)
				if v.Name == "" || len(v.Value) > len(src)+1<<20 {
					t.Errorf("got %q with %d bytes", v.Name, len(v.Value))
				}
			}
			for _, d := range problems {
				check(d.Pos)
				wellFormed(t, d)
				for _, r := range d.Related {
					check(r.Pos)
				}
			}
		}
	})
}

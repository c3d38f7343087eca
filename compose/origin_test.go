package compose

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written gives a folder with files, as "name" to text.
func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var originFiles = map[string]string{
	"compose.yaml": `include: [sub/compose.yaml]
x-common: &common {A: "$SHELL"}
services:
  web:
    image: app:${TAG:-v${MINOR}}
    command: [run, "--name=${COMPOSE_PROJECT_NAME}", "${NONE-}"]
    environment: ["HOST=${HOST}", PLAIN=1, "GONE=$GONE"]
    labels: *common
    env_file: own.env
  bare: {image: b, environment: [HOST, LACKING], labels: [two-docs], label_file: own.labels, build: {context: ., args: [SHELL]}}
volumes: {v: {labels: [flag]}}
`,
	".env":             "HOST=from-env\nMINOR=7\nSHELL=unseen\n",
	"own.labels":       "two-docs=loses\nFROM=file\n",
	"own.env":          "OWN=$HOST\nHOST=loses\n",
	"sub/compose.yaml": "services: {db: {image: 'db:${TAG:-none}-${HOST}'}}\n",
	"sub/.env":         "TAG=sub\nHOST=loses\n",
}

func TestOrigins(t *testing.T) {
	dir := folderWith(t, originFiles)
	p, problems := Load(Options{Dir: dir, Name: "p", Environ: []string{"SHELL=sh"}})
	if p == nil {
		t.Fatal(problems)
	}
	got := map[string]string{}
	for _, o := range p.Origins() {
		text := fmt.Sprint(o.Pos, " ", o.Template, " = ", o.Value)
		for _, f := range o.Filled {
			text += fmt.Sprintf("; %s: %s %v %q", f.Name, f.From, f.Pos, f.Value)
		}
		got[strings.Join(o.Path, ".")] = text
	}
	for path, want := range map[string]string{
		"services.web.image":                `compose.yaml:5:12 app:${TAG:-v${MINOR}} = app:v7; TAG: default  "v7"; MINOR: env file .env:2:1 "7"`,
		"services.bare.environment.HOST":    `compose.yaml:10:34 from-env = from-env; HOST: env file .env:1:1 "from-env"`,
		"services.bare.environment.LACKING": `compose.yaml:10:40  = `,
		"services.bare.labels.two-docs":     `compose.yaml:10:59  = `,
		"services.bare.labels.FROM":         `own.labels:2:1 file = file`,
		"services.bare.build.args.SHELL":    `compose.yaml:10:121 sh = sh; SHELL: process environment  "sh"`,
		"volumes.v.labels.flag":             `compose.yaml:11:24  = `,
		"services.web.command.0":            "compose.yaml:6:15 run = run",
		"services.web.command.1":            `compose.yaml:6:20 --name=${COMPOSE_PROJECT_NAME} = --name=p; COMPOSE_PROJECT_NAME: project name  "p"`,
		"services.web.command.2":            `compose.yaml:6:54 ${NONE-} = ; NONE: default  ""`,
		"services.web.environment.HOST":     `compose.yaml:7:19 HOST=${HOST} = from-env; HOST: env file .env:1:1 "from-env"`,
		"services.web.environment.PLAIN":    "compose.yaml:7:41 1 = 1",
		"services.web.environment.GONE":     `compose.yaml:7:44 GONE=$GONE = ; GONE: unset  ""`,
		"services.web.environment.OWN":      "own.env:1:1 from-env = from-env",
		"services.web.labels.A":             `compose.yaml:2:23 $SHELL = sh; SHELL: process environment  "sh"`,
		"services.db.image":                 `sub/compose.yaml:1:24 db:${TAG:-none}-${HOST} = db:sub-from-env; TAG: env file sub/.env:1:1 "sub"; HOST: env file .env:1:1 "from-env"`,
	} {
		if got[path] != want {
			t.Errorf("%s:\n got %s\nwant %s", path, got[path], want)
		}
	}
}

func TestCandidates(t *testing.T) {
	dir := folderWith(t, originFiles)
	o := Options{Dir: dir, Name: "p", Environ: []string{"SHELL=sh"}}
	for _, c := range []struct{ service, name, want string }{
		{"", "SHELL", "*process environment  sh\n env file .env:3:1 unseen\n"},
		{"", "HOST", "*env file .env:1:1 from-env\n env file sub/.env:2:1 loses\n"},
		{"", "TAG", "*env file sub/.env:1:1 sub\n*default compose.yaml:5:16 v${MINOR}\n default sub/compose.yaml:1:28 none\n"},
		{"", "NONE", "*default compose.yaml:6:55 \n"},
		{"", "COMPOSE_PROJECT_NAME", "*project name  p\n"},
		{"", "NOBODY", ""},
		{"web", "HOST", "*environment of the service compose.yaml:7:19 from-env\n env_file of the service own.env:2:1 loses\n"},
		{"web", "OWN", "*env_file of the service own.env:1:1 from-env\n"},
		{"db", "HOST", ""},
	} {
		all, problems := Candidates(o, c.service, c.name)
		if problems.Err() != nil {
			t.Fatal(problems)
		}
		got := ""
		for _, candidate := range all {
			mark := " "
			if candidate.Wins {
				mark = "*"
			}
			got += fmt.Sprintln(mark+candidate.From.String(), candidate.Pos, candidate.Value)
		}
		if got != c.want {
			t.Errorf("%s %s:\n%swant\n%s", c.service, c.name, got, c.want)
		}
	}
	all, _ := Candidates(o, "", "")
	if len(all) < 9 {
		t.Errorf("only %d candidates of all variables", len(all))
	}
	if all, problems := Candidates(o, "wev", ""); all != nil || problems.Err() == nil {
		t.Errorf("got %v, %v", all, problems)
	}
}

// A file that does not load has candidates too: one looks for them because of it.
func TestCandidatesOfABrokenFile(t *testing.T) {
	dir := folderWith(t, map[string]string{"compose.yaml": "services: {web: {image: '${TAG:?}', environment: {A: 1}, restart: x}}\n", ".env": "TAGS=1\n"})
	all, problems := Candidates(Options{Dir: dir}, "", "TAGS")
	if len(all) != 1 || problems.Err() == nil {
		t.Errorf("got %v, %v", all, problems)
	}
	if all, _ = Candidates(Options{Dir: dir}, "web", "A"); len(all) != 1 || all[0].Value != "1" {
		t.Errorf("got %v", all)
	}
}

// A config of an included file has the value of that file's own environment.
func TestVariableOfAnInclude(t *testing.T) {
	dir := folderWith(t, map[string]string{
		"compose.yaml":     "include: [sub/compose.yaml]\nconfigs: {own: {environment: TOKEN}}\nservices: {a: {image: a, configs: [own]}}\n",
		"sub/compose.yaml": "configs: {c: {environment: TOKEN}, d: {environment: OUTER}, e: {content: x}}\nservices: {b: {image: b, configs: [c, d, e]}}\n",
		"sub/.env":         "TOKEN=inner\nOUTER=inner\n",
	})
	p, problems := Load(Options{Dir: dir, Environ: []string{"OUTER=outer"}})
	if p == nil || len(problems) != 1 || problems[0].Pos.String() != "compose.yaml:2:17" {
		t.Fatal(problems)
	}
	for key, want := range map[string]string{"own": "", "c": "inner", "d": "outer", "e": ""} {
		if got, set := p.Variable(p.Configs[key]); got != want || set != (want != "") {
			t.Errorf("%s: got %q, %t", key, got, set)
		}
	}
}

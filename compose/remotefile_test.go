package compose

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/compose/remote"
)

const pinned = "https://example.com/stack.git#0123456789012345678901234567890123456789"

// fetching serves one snapshot for every ref.
func fetching(t *testing.T, files map[string]string) Fetch {
	dir := folderWith(t, files)
	return func(ref remote.Ref) (remote.Local, error) {
		return remote.Local{Dir: dir, File: filepath.Join(dir, filepath.FromSlash(ref.Subdir), "compose.yaml")}, nil
	}
}

func TestRemoteFile(t *testing.T) {
	fetch := fetching(t, map[string]string{
		"compose.yaml": `include: [more/compose.yaml]
services:
  web:
    extends: {file: more/compose.yaml, service: base}
    image: web:${TAG:-none}-${SECRET:-unseen}-${COMPOSE_PROJECT_NAME}
    environment: [SECRET, OWN]
    build: {context: ., args: {SECRET: , OWN: }}
    env_file: own.env
    volumes: ["./data:/data", "/etc:/etc:ro"]
`,
		".env":              "TAG=own-${SECRET:-kept}\nOWN=mine\n",
		"own.env":           "FROM_FILE=${SECRET:-kept}\n",
		"more/compose.yaml": "services: {base: {image: b, labels: {tag: '$TAG'}}, more: {image: 'more:${SECRET:-unseen}'}}\n",
	})
	o := Options{Dir: folderWith(t, map[string]string{".env": "TAG=of-the-caller\n"}), Files: []string{pinned}, Environ: []string{"SECRET=s", "HOME=/h"}, Name: "p", Fetch: fetch}
	for how, o := range map[string]Options{"-f": o, "include": including(t, o)} {
		p, problems := Load(o)
		if p == nil {
			t.Fatal(how, problems)
		}
		web := p.Services["web"]
		if web.Image != "web:own-kept-unseen-p" || p.Services["more"].Image != "more:unseen" || web.Labels["tag"] != "own-kept" {
			t.Errorf("%s: images %s and %s, labels %v", how, web.Image, p.Services["more"].Image, web.Labels)
		}
		if _, leaked := web.Environment["SECRET"]; leaked || *web.Environment["OWN"] != "mine" || *web.Environment["FROM_FILE"] != "kept" || len(web.Build.Args) != 1 {
			t.Errorf("%s: environment %v, arguments %v", how, web.Environment, web.Build.Args)
		}
		if !strings.HasSuffix(web.Volumes[0].Source, "/data") || !filepath.IsAbs(web.Build.Context) || strings.HasPrefix(web.Build.Context, o.Dir) {
			t.Errorf("%s: %s, %s", how, web.Volumes[0].Source, web.Build.Context)
		}
		if w := problems.Warnings(); len(w) != 3 || !strings.HasPrefix(w[0].Pos.String(), pinned) {
			t.Errorf("%s: %v", how, w)
		}
	}
}

// including gives options for a local file that includes the remote one.
func including(t *testing.T, o Options) Options {
	o.Dir = folderWith(t, map[string]string{"compose.yaml": "include: ['" + pinned + "']\n", ".env": "TAG=of-the-caller\n"})
	o.Files = nil
	return o
}

func TestRemoteFileIsDeclaredVariables(t *testing.T) {
	o := Options{
		Dir: folderWith(t, map[string]string{
			"compose.yaml": "include: [{path: '" + pinned + "', env_file: for.env}]\n", "for.env": "A=given\n",
		}),
		Environ: []string{"A=process", "B=process"},
		Fetch:   fetching(t, map[string]string{"compose.yaml": "services: {web: {image: 'i:${A:-}-${B:-none}'}}\n", ".env": "A=own\nB=own\n"}),
	}
	p, problems := Load(o)
	if p == nil || p.Services["web"].Image != "i:given-none" {
		t.Errorf("got %v, %v", p, problems)
	}
}

func TestRemoteFileIsRefused(t *testing.T) {
	outside := folderWith(t, map[string]string{"compose.yaml": "services: {x: {image: x}}\n"})
	for text, want := range map[string]string{
		"services: {w: {image: a, env_file: ../x}}":                                            "a remote file names ../x, which is outside of it",
		"services: {w: {image: a, env_file: [{path: /etc/passwd}]}}":                           "a remote file names /etc/passwd, which is outside of it",
		"services: {w: {image: a, label_file: ~/x}}":                                           "a remote file names ~/x, which is outside of it",
		"services: {w: {image: a, label_file: [link]}}":                                        "a remote file names link, which is outside of it",
		"services: {w: {extends: {file: ../../x, service: y}}}":                                "a remote file names ../../x, which is outside of it",
		"include: [{path: ../x.yaml}]":                                                         "a remote file names ../x.yaml, which is outside of it",
		"include: [" + outside + "/compose.yaml]":                                              "which is outside of it",
		"include: [compose.yaml]":                                                              "file " + pinned + ":compose.yaml includes itself",
		"include: [{path: x.yaml, project_directory: ..}]":                                     "a remote file names .., which is outside of it",
		"include: [{path: x.yaml, env_file: /etc/passwd}]":                                     "a remote file names /etc/passwd, which is outside of it",
		"configs: {c: {file: /etc/passwd}}\nservices: {w: {image: a}}":                         "a remote file names /etc/passwd, which is outside of it",
		"secrets: {c: {environment: SECRET}}\nservices: {w: {image: a}}":                       "a remote file takes the variable SECRET from your environment",
		"services: {w: {build: /etc}}":                                                         "a remote file names /etc, which is outside of it",
		"services: {w: {build: {context: ../..}}}":                                             "a remote file names ../.., which is outside of it",
		"services: {w: {build: {context: /x://}}}":                                             "a remote file names /x://, which is outside of it",
		"services: {w: {build: {dockerfile: /etc/passwd}}}":                                    "a remote file names /etc/passwd, which is outside of it",
		"services: {w: {build: {context: more, dockerfile: ../../x}}}":                         "a remote file names ../../x, which is outside of it",
		"services: {w: {build: {context: 'https://a.b/c.git', dockerfile: /x}}}":               "a remote file names /x, which is outside of it",
		"services: {w: {build: {dockerfile: link}}}":                                           "a remote file names link, which is outside of it",
		"services: {w: {build: {context: ., additional_contexts: {e: /etc}}}}":                 "a remote file names /etc, which is outside of it",
		"services: {w: {build: {context: ., additional_contexts: [e=../e]}}}":                  "a remote file names ../e, which is outside of it",
		"services: {w: {build: {context: ., additional_contexts: ['e=oci-layout://../e:1']}}}": "a remote file names ../e, which is outside of it",
		"services: {w: {build: {context: ., ssh: ['k=/etc/hostname']}}}":                       "a remote file names /etc/hostname, which is outside of it",
		"services: {w: {build: {context: ., ssh: {k: ~/.ssh/id}}}}":                            "a remote file names ~/.ssh/id, which is outside of it",
		"services: {w: {build: {context: ., cache_from: ['type=local,src=/c']}}}":              "a remote file has a folder of this machine as a build cache",
		"services: {w: {build: {context: ., cache_to: ['dest=c, Type=local']}}}":               "a remote file has a folder of this machine as a build cache",
		"services: {w: {image: a, security_opt: ['seccomp:/etc/hostname']}}":                   "a remote file names /etc/hostname, which is outside of it",
		"services: {w: {image: a, security_opt: [seccomp=../p.json]}}":                         "a remote file names ../p.json, which is outside of it",
		"services: {w: {image: a, develop: {watch: [{path: .., action: rebuild}]}}}":           "a remote file names .., which is outside of it",
		"services: {w: {image: '${SECRET:?give it}'}}":                                         "required variable SECRET is missing a value: give it",
		"services: {w: {image: a, restart: x}}":                                                `"x" is no value for restart`,
	} {
		files := map[string]string{"compose.yaml": text, "x.yaml": "services: {x: {image: x}}\n"}
		fetch := fetching(t, files)
		local, _ := fetch(remote.Ref{})
		if err := os.Symlink("/etc/passwd", filepath.Join(local.Dir, "link")); err != nil {
			t.Fatal(err)
		}
		p, problems := Load(Options{Dir: t.TempDir(), Files: []string{pinned}, Environ: []string{"SECRET=s", "HOME=/h"}, Name: "p", Fetch: fetch})
		if p != nil || !strings.Contains(problems.Errors().Error(), want) {
			t.Errorf("%s: got %v", text, problems)
			continue
		}
		for _, d := range problems.Errors() {
			if strings.Contains(d.Summary, want) && !strings.HasPrefix(d.Pos.File, "https://") {
				t.Errorf("%s: at %v", text, d.Pos)
			}
		}
	}
}

func TestRemoteFileNobodyAllowed(t *testing.T) {
	dir := folderWith(t, map[string]string{
		"compose.yaml": "include: ['oci://example.com/app:1']\nservices: {web: {extends: {file: 'git@example.com:a/b.git', service: c}}}\n",
		"own.yaml":     "services: {web: {image: a}}\n",
		"default.yaml": "services: {a: {image: a}}\n",
	})
	for _, c := range []struct {
		o    Options
		want []string
	}{
		{Options{Dir: dir}, []string{"compose.yaml:1:11", "compose.yaml:2:34"}},
		{Options{Dir: dir, Files: []string{"own.yaml", pinned}}, []string{pinned}},
		{Options{Dir: dir, Environ: []string{"COMPOSE_FILE=own.yaml;" + pinned, "COMPOSE_PATH_SEPARATOR=;"}}, []string{pinned}},
		{Options{Dir: dir, Files: []string{pinned}, Fetch: func(remote.Ref) (remote.Local, error) { return remote.Local{}, errors.New("no way") }}, []string{pinned}},
		{Options{Dir: dir, Files: []string{pinned}, Fetch: func(remote.Ref) (remote.Local, error) {
			return remote.Local{}, &remote.Error{Summary: "gone", Hint: "look"}
		}}, []string{pinned}},
	} {
		p, problems := Load(c.o)
		var at []string
		for _, d := range problems.Errors() {
			at = append(at, d.Pos.String())
			if d.Hint == "" || d.Severity != diag.Error {
				t.Errorf("no way out of %v", d)
			}
		}
		if p != nil || strings.Join(at, " ") != strings.Join(c.want, " ") {
			t.Errorf("%v: got %v", c.o.Files, problems)
		}
	}
}

func TestRemoteFileNamesItselfOnce(t *testing.T) {
	for how, fetch := range map[string]Fetch{
		"is remote, and nobody allowed it": nil,
		"is gone": func(ref remote.Ref) (remote.Local, error) {
			return remote.Local{}, &remote.Error{Summary: ref.String() + " is gone", Hint: "look"}
		},
	} {
		_, problems := Load(Options{Dir: t.TempDir(), Files: []string{pinned}, Fetch: fetch})
		if len(problems) != 1 || problems[0].Summary != how || problems[0].Pos.File != pinned {
			t.Errorf("%s: got %v", how, problems)
		}
	}
}

func TestRemoteFileLacksVariables(t *testing.T) {
	o := Options{
		Dir: t.TempDir(), Files: []string{pinned}, Name: "p", Environ: []string{"SECRET=s"},
		Fetch: fetching(t, map[string]string{"compose.yaml": "services: {web: {image: 'a:x${SECRET}${OTHER}'}}\n"}),
	}
	_, problems := Load(o)
	if len(problems) != 2 || !strings.HasPrefix(problems[0].Summary, "the variable SECRET is not passed on to a remote file") ||
		!strings.HasPrefix(problems[1].Summary, "the variable OTHER is not set") || !strings.HasPrefix(problems[1].Hint, "declare it in an env file") {
		t.Errorf("got %v", problems)
	}
}

func TestRemoteFileNamesALink(t *testing.T) {
	dir := folderWith(t, map[string]string{"compose.yaml": "services: {web: {image: a, env_file: deep/link.env}}\n"})
	fetch := func(remote.Ref) (remote.Local, error) {
		return remote.Local{Dir: dir, File: filepath.Join(dir, "compose.yaml"), Skipped: []string{"deep/link.env"}}, nil
	}
	_, problems := Load(Options{Dir: t.TempDir(), Files: []string{pinned}, Name: "p", Fetch: fetch})
	if len(problems) != 1 || problems[0].Summary != "env_file is a symbolic link, which a remote file may not have" || problems[0].Pos.Line != 1 {
		t.Errorf("got %v", problems)
	}
}

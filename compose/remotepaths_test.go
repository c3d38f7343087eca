package compose

import (
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose/remote"
)

func TestRemoteFileBuildsWhatCameWithIt(t *testing.T) {
	fetch := fetching(t, map[string]string{"compose.yaml": `services:
  web:
    build: {context: more/web, dockerfile: ../Dockerfile, ssh: {k: keys/k}, cache_from: [img, 'type=registry,ref=img'],
      additional_contexts: {base: 'service:url', image: 'docker-image://busybox', own: ./more, layout: 'oci-layout://images:1'}}
    security_opt: [seccomp=profile.json, 'seccomp:unconfined', no-new-privileges]
    develop: {watch: [{path: src, action: rebuild}]}
  url: {build: {context: 'https://example.com/c.git#main:sub', dockerfile: deep/Dockerfile}}
`})
	local, _ := fetch(remote.Ref{})
	for how, o := range map[string]Options{
		"-f":      {Dir: t.TempDir(), Files: []string{pinned}, Name: "p", Fetch: fetch},
		"include": including(t, Options{Name: "p", Fetch: fetch}),
	} {
		p, problems := Load(o)
		if p == nil || len(problems) > 0 {
			t.Fatal(how, problems)
		}
		web := p.Services["web"]
		for got, want := range map[string]string{
			web.Build.Context: "more/web", web.Build.AdditionalContexts["own"]: "more", web.Build.SSH[0].Path: "keys/k",
			strings.TrimPrefix(web.SecurityOpt[0], "seccomp="): "profile.json", web.Develop.Watch[0].Path: "src",
			strings.TrimPrefix(web.Build.AdditionalContexts["layout"], "oci-layout://"): "images:1",
		} {
			if got != filepath.Join(local.Dir, want) {
				t.Errorf("%s: %s, want %s", how, got, want)
			}
		}
	}
}

// A file of the user's that changes the context changes what the dockerfile of a
// remote one means.
func TestRemoteDockerfileInAnotherContext(t *testing.T) {
	fetch := fetching(t, map[string]string{"compose.yaml": "services: {web: {build: {context: more/web, dockerfile: ../../Dockerfile}}}\n"})
	for context, fine := range map[string]bool{"https://example.com/c.git": true, "more": false, "": true} {
		own := "services: {web: {build: {context: '" + context + "'}}}\n"
		if context == "" {
			own = "services: {web: {init: true}}\n"
		}
		dir := folderWith(t, map[string]string{"compose.yaml": own})
		p, problems := Load(Options{Dir: dir, ProjectDirectory: dir, Name: "p", Files: []string{pinned, "compose.yaml"}, Fetch: fetch})
		if (p != nil) != fine || !fine && !strings.Contains(problems.Error(), "a remote file names ../../Dockerfile") {
			t.Errorf("%q: %v", context, problems)
		}
	}
}

func TestRemoteFileMountsThisMachine(t *testing.T) {
	for text, want := range map[string]string{
		"services: {w: {image: a, volumes: ['/:/host:ro']}}":                                                      "/ of",
		"services: {w: {image: a, volumes: [~/x:/x]}}":                                                            "~/x of",
		"services: {w: {image: a, volumes: ['../x:/x']}}":                                                         "../x of",
		"services: {w: {image: a, volumes: [{type: bind, source: /etc, target: /e}]}}":                            "/etc of",
		"services: {w: {image: a, volumes: ['./x:/x', 'yy:/y', /z, {type: tmpfs, target: /t}]}}\nvolumes: {yy: }": "",
		"services: {w: {image: a, use_api_socket: true}}":                                                         "the engine's socket",
		"services: {w: {image: a}}\nvolumes: {v: {driver_opts: {o: bind, device: /etc}}}":                         "/etc of",
		"services: {w: {image: a}}\nvolumes: {v: {driver_opts: {o: 'ro,rbind', type: nfs, device: //etc}}}":       "//etc of",
		"services: {w: {image: a}}\nvolumes: {v: {driver_opts: {type: ext4, device: /dev/sda1}}}":                 "/dev/sda1 of",
		"services: {w: {image: a}}\nvolumes: {v: {driver_opts: {type: nfs, o: addr=a, device: ':/x'}}}":           "",
		"services: {w: {image: a}}\nvolumes: {v: {driver_opts: {type: cifs, device: //server/x}}}":                "",
		"services: {w: {build: {context: ., ssh: [default]}}}":                                                    "your SSH agent",
	} {
		o := Options{Dir: t.TempDir(), Files: []string{pinned}, Environ: []string{"HOME=/h"}, Name: "p", Fetch: fetching(t, map[string]string{"compose.yaml": text})}
		p, problems := Load(o)
		switch {
		case p == nil:
			t.Errorf("%s: %v", text, problems)
		case want == "" && len(problems) > 0 || want != "" && len(problems) != 1:
			t.Errorf("%s: %v", text, problems)
		case want != "" && (!strings.Contains(problems[0].Summary, want) || problems[0].Pos.Line == 0 || problems[0].Hint == ""):
			t.Errorf("%s: %v", text, problems[0])
		}
	}
}

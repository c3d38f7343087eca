package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gocompose/compose"
)

// values are ways to write each attribute, all of them sound by themselves.
var values = map[string][]string{
	"attach":            {"true", "false", `"true"`},
	"build":             {".", "./dir", "{context: a/../b}", "{args: [A=1, B]}", "{args: {A: 1, C: }, target: t}", "{dockerfile: D}", "https://example.com/x.git"},
	"cap_add":           {"[CHOWN]", "[KILL, CHOWN]", "[]", "[BPF, BPF]"},
	"cap_drop":          {"[ALL]", "[MKNOD, KILL]"},
	"command":           {"a b", `"c 'd e'"`, "[f, g]", "[]", `""`, "", `echo \$\$HOME`},
	"entrypoint":        {"/x", "[/x, y]", "", `""`},
	"container_name":    {"${NAME:-cn}%d"},
	"depends_on":        {"[dep]", "{dep: {condition: service_healthy}}", "{dep: {condition: service_started, required: false, restart: true}}", "[dep, other]", "{}"},
	"deploy":            {"{replicas: 1}", "{}", ""},
	"env_file":          {"a.env", "[a.env, b.env]", "[{path: b.env}]", "[{path: no.env, required: false}, a.env]"},
	"environment":       {"{A: 1, B: two}", "[A=x, C]", "{D: , FROM: }", "[FROM, E=]", "{F: 1.5, G: true, H: 1e3}", "{}", "[]", "[A=$$X, B=${FROM}]"},
	"expose":            {"[80]", `["80", 81]`, `["8000-8001", 53/udp]`},
	"extra_hosts":       {`["a:1.1.1.1"]`, `["a:1.1.1.1", "b:::1"]`, "{d: 2.2.2.2, c: [3.3.3.3, 4.4.4.4]}", `["c=[::1]"]`},
	"healthcheck":       {"{test: x}", "{test: [CMD, y], interval: 1m}", "{timeout: 5s, retries: 3}", "{disable: true}", "{test: [NONE]}", "{start_period: 1h30m, start_interval: 500ms}"},
	"hostname":          {"h", "h.example"},
	"image":             {"nginx", "a/b:${TAG-1}", "localhost:5000/x@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	"init":              {"true", "no", "${BOOL}"},
	"labels":            {"{a: 1, b: x}", "[a=2, c]", "{d: , e: true}", "[f=g=h]"},
	"networks":          {"[n1]", "[n1, default]", "{n1: , n2: {aliases: [x]}}", "{n2: {aliases: [y, x]}}", "{}", "{n1: {}}"},
	"ports":             {`["80"]`, `["1%d0:80", "1%d1:81/udp"]`, "[{target: 80}]", `[{target: 80, published: "1%d0"}]`, `["1%d4-1%d6:90-92"]`, `["127.0.0.1:1%d7:70"]`, "[9000]", `["8000-8005:80"]`},
	"privileged":        {"true", "false"},
	"profiles":          {"[p]", "[p, q]", "[]"},
	"pull_policy":       {"always", "if_not_present", "never", "build"},
	"read_only":         {"true", "off"},
	"restart":           {"always", `"no"`, "on-failure:3", "unless-stopped", "no"},
	"scale":             {"1", `"1"`, "${ONE}"},
	"stdin_open":        {"true"},
	"stop_grace_period": {"10s", "1m30s", "0.5h", "2d"},
	"stop_signal":       {"SIGINT"},
	"tmpfs":             {"/t1", "[/t1, /t2]", `["/t3:size=1m"]`},
	"tty":               {"true", "false"},
	"user":              {"me", `"1000:1000"`},
	"volumes":           {"[v1:/v1]", "[./a:/a, v1:/v1:ro]", "[/anon]", "[{type: bind, source: ../b, target: /a}]", "[{type: volume, source: v2, target: /v1, volume: {nocopy: true}}]", "[{type: tmpfs, target: /q, tmpfs: {size: 1m}}]", "[~/h:/h:z, \"/abs:/abs:ro,rshared\"]", "[{type: bind, source: ., target: /c, bind: {create_host_path: false}}]"},
	"working_dir":       {"/w", "w/x"},
	"x-own":             {"{b: 2}", "{b: 1, a: {c: 2}}"},
}

const rest = `
networks:
  n1: %s
  n2: %s
volumes:
  v1: %s
  v2: %s
`

var networks = []string{"", "{}", "{driver: bridge, labels: {a: 1}}", "{labels: [a=2, b=3]}", "{name: x}", "{external: true}", "{ipam: {config: [{subnet: 10.0.0.0/8}]}, internal: true}", "{driver_opts: {a: 1, b: c}}"}
var volumes = []string{"", "{}", "{driver: local}", "{name: y}", "{driver_opts: {type: none, o: bind, device: ./d}}"}

// file makes a compose file with the services a, dep and other.
func file(r *rand.Rand, keys []string, base bool) string {
	var b strings.Builder
	b.WriteString("x-file: 1\nservices:\n  always: {image: always}\n")
	for i, name := range []string{"a", "dep", "other"} {
		if !base && r.IntN(3) == 0 {
			continue
		}
		fmt.Fprintf(&b, "  %s:\n    x-id: 1\n", name)
		if base {
			b.WriteString("    image: base\n")
		}
		for _, key := range keys {
			if key == "image" && base || key == "depends_on" && name != "a" || r.IntN(4) > 0 {
				continue
			}
			ways := values[key]
			fmt.Fprintf(&b, "    %s: %s\n", key, strings.ReplaceAll(ways[r.IntN(len(ways))], "%d", fmt.Sprint(i+1)))
		}
	}
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	fmt.Fprintf(&b, rest, pick(networks), pick(networks), pick(volumes), pick(volumes))
	return b.String()
}

// TestGenerated compares on projects that are put together by chance, of one to
// three files. What docker compose takes must load here too, but for what the
// program refuses on purpose.
func TestGenerated(t *testing.T) {
	var keys []string
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	loaded := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		dir := filepath.Join(t.TempDir(), "proj")
		e := example{Options: compose.Options{Dir: dir, Profiles: []string{"p"}, Environ: []string{"HOME=/home/user", "FROM=outside", "BOOL=true", "ONE=1"}}}
		put(t, dir, "a.env", "A=file\nFILE=$FROM-${A}\n")
		put(t, dir, "b.env", "B='b'\nFILE=later\n")
		for i := range 1 + r.IntN(3) {
			name := fmt.Sprintf("%d.yaml", i)
			put(t, dir, name, file(r, keys, i == 0))
			e.Files = append(e.Files, name)
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			if matches(t, e) {
				loaded++
			}
			if t.Failed() {
				for _, name := range e.Files {
					text, _ := os.ReadFile(filepath.Join(dir, name))
					t.Logf("%s:\n%s", name, text)
				}
			}
		})
	}
	if loaded < 200 {
		t.Errorf("only %d projects loaded", loaded)
	}
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// refusedOnPurpose are the checks that docker compose does not make.
var refusedOnPurpose = []string{"publish", "healthcheck is disabled", "overlaps with another"}

// matches tells whether the project loaded, and the same as compose-go's.
func matches(t *testing.T, e example) bool {
	t.Helper()
	project, problems := compose.Load(e.Options)
	if project != nil {
		compare(t, e)
		return true
	}
	for _, purpose := range refusedOnPurpose {
		if strings.Contains(problems.Errors().Error(), purpose) {
			return false
		}
	}
	if _, err := reference(t, e); err == nil {
		t.Errorf("refused, which compose-go loads: %v", problems.Err())
	}
	return false
}

package build

import (
	"archive/tar"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// failingAnswer is what Engine 20.10.24 says to a Dockerfile whose last step fails.
const failingAnswer = `{"stream":"Step 1/5 : ARG A=1"}
{"stream":"\n"}
{"stream":"Step 2/5 : FROM scratch"}
{"stream":"\n"}
{"stream":" ---\u003e \n"}
{"stream":"Step 3/5 : COPY tool /"}
{"stream":"\n"}
{"stream":" ---\u003e Using cache\n"}
{"stream":" ---\u003e 513364567db7\n"}
{"stream":"Step 4/5 : RUN [\"/tool\",\"say\",\"hi\"]"}
{"stream":"\n"}
{"stream":" ---\u003e Running in eb72961c41c5\n"}
{"stream":"hi\n"}
{"stream":"\n"}
{"stream":"Removing intermediate container eb72961c41c5\n"}
{"stream":" ---\u003e 45896b848396\n"}
{"stream":"Step 5/5 : RUN [\"/tool\", \"fail\", \"3\"]"}
{"stream":"\n"}
{"stream":" ---\u003e Running in fe5a669b7059\n"}
{"stream":"before the fall\n"}
{"stream":"\u001b[91mpride\n\u001b[0m"}
{"stream":"Removing intermediate container fe5a669b7059\n"}
{"errorDetail":{"code":3,"message":"The command '/tool fail 3' returned a non-zero code: 3"},"error":"The command '/tool fail 3' returned a non-zero code: 3"}
`

const goodAnswer = `{"stream":"Step 1/2 : FROM debian"}
{"stream":"\n"}
{"status":"Pulling from library/debian","id":"latest"}
{"status":"Downloading","progressDetail":{"current":5,"total":9},"progress":"[=\u003e ]","id":"0a1b"}
{"stream":" ---\u003e 513364567db7\n"}
{"stream":"Step 2/2 : COPY tool /"}
{"stream":"\n"}
{"stream":" ---\u003e Using cache\n"}
{"stream":" ---\u003e 45896b848396\n"}
{"aux":{"ID":"sha256:45896b84839689a6f797d451e2915ba78cf4fd0f7462e440a6c78f5eb4e79fa6"}}
{"stream":"[Warning] One or more build-args [UNUSED] were not consumed\n"}
{"stream":"Successfully built 45896b848396\n"}
{"stream":"Successfully tagged shop-web:latest\n"}
`

// answers is a classic builder that takes the context and says text.
func answers(text string) *fakeEngine {
	return &fakeEngine{classic: func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		io.WriteString(w, text)
	}}
}

func TestClassicProgress(t *testing.T) {
	const context = "[internal] load build context"
	for name, c := range map[string]struct {
		answer string
		want   []string
	}{
		"good": {goodAnswer, []string{
			"started [1/2] FROM debian",
			"moved [1/2] FROM debian | latest Pulling from library/debian 0/0",
			"moved [1/2] FROM debian | 0a1b Downloading 5/9",
			"done [1/2] FROM debian",
			"started [2/2] COPY tool /", "cached [2/2] COPY tool /",
			"warning  | One or more build-args [UNUSED] were not consumed"}},
		"failing": {failingAnswer, []string{
			"started [1/5] ARG A=1", "done [1/5] ARG A=1",
			"started [2/5] FROM scratch", "done [2/5] FROM scratch",
			"started [3/5] COPY tool /", "cached [3/5] COPY tool /",
			`started [4/5] RUN ["/tool","say","hi"]`,
			`output [4/5] RUN ["/tool","say","hi"] | hi | 1`,
			`output [4/5] RUN ["/tool","say","hi"] | 1`,
			`done [4/5] RUN ["/tool","say","hi"]`,
			`started [5/5] RUN ["/tool", "fail", "3"]`,
			`output [5/5] RUN ["/tool", "fail", "3"] | before the fall | 1`,
			`output [5/5] RUN ["/tool", "fail", "3"] | pride | 2`,
			`failed [5/5] RUN ["/tool", "fail", "3"] | The command '/tool fail 3' returned a non-zero code: 3`}},
	} {
		t.Run(name, func(t *testing.T) {
			var log recorder
			Build(t.Context(), answers(c.answer).start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Classic, log.add)
			got := slices.DeleteFunc(said(log.events), func(line string) bool { return strings.Contains(line, context) })
			if !slices.Equal(got, c.want) {
				t.Errorf("told:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if log.bytesSent() == 0 {
				t.Error("nothing was told of the context")
			}
		})
	}
}

func TestClassicGetsTheSpec(t *testing.T) {
	withConfig(t, `{"auths":{"r.example.com":{"auth":"dXNlcjpwYXNz"}}}`)
	dir := tree(t, map[string]string{"web/D": "FROM scratch\n", "a": "text"})
	for name, c := range map[string]struct {
		spec  Spec
		query map[string]string
		files []string
	}{
		"plain": {
			Spec{Context: dir, Dockerfile: "web/D", Tags: []string{"x", "y:z"}},
			map[string]string{"dockerfile": "web/D", "t": "x,y:z", "version": "1", "forcerm": "1", "labels": `{"com.docker.compose.image.builder":"classic"}`},
			[]string{"a", "web/", "web/D"}},
		"everything": {
			Spec{Context: dir, Dockerfile: "web/D", Target: "t", NoCache: true, Pull: true, Labels: map[string]string{"l": "v"},
				Args: map[string]string{"A": "1"}},
			map[string]string{"dockerfile": "web/D", "target": "t", "nocache": "1", "pull": "1", "labels": `{"com.docker.compose.image.builder":"classic","l":"v"}`,
				"buildargs": `{"A":"1"}`, "version": "1", "forcerm": "1"},
			[]string{"a", "web/", "web/D"}},
		"remote": {
			Spec{Context: "https://example.com/r.git", Dockerfile: "D"},
			map[string]string{"dockerfile": "D", "remote": "https://example.com/r.git", "version": "1", "forcerm": "1",
				"labels": `{"com.docker.compose.image.builder":"classic"}`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			engine := &fakeEngine{classic: func(w http.ResponseWriter, r *http.Request) {
				if got := flat(r.URL.Query()); !maps.Equal(got, c.query) {
					t.Errorf("asked %v, want %v", got, c.query)
				}
				if got := r.Header.Get("X-Registry-Config"); !strings.Contains(decoded(t, got), `"r.example.com":{"username":"user"`) {
					t.Errorf("logins are %s", decoded(t, got))
				}
				if got := tarNames(t, r.Body); !slices.Equal(got, c.files) {
					t.Errorf("sent %q, want %q", got, c.files)
				}
				io.WriteString(w, `{"aux":{"ID":"sha256:1"}}`)
			}}
			id, err := Build(t.Context(), engine.start(t), c.spec, Classic, nil)
			if err != nil || id != "sha256:1" {
				t.Errorf("got %q, %v", id, err)
			}
		})
	}
}

func flat(query url.Values) map[string]string {
	out := map[string]string{}
	for key, values := range query {
		out[key] = strings.Join(values, ",")
	}
	return out
}

func decoded(t *testing.T, header string) string {
	t.Helper()
	data, err := base64.URLEncoding.DecodeString(header)
	must(t, err)
	if !json.Valid(data) {
		t.Errorf("not JSON: %q", data)
	}
	return string(data)
}

func tarNames(t *testing.T, body io.Reader) (out []string) {
	t.Helper()
	reader := tar.NewReader(body)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		must(t, err)
		out = append(out, header.Name)
	}
}

func TestClassicFailures(t *testing.T) {
	const text = "ARG A=1\nFROM scratch\nCOPY tool /\nRUN [\"/tool\",\"say\",\"hi\"]\n\nRUN [\"/tool\", \\\n\"fail\", \"3\"]\n"
	badRequest := func(message string) *fakeEngine {
		return &fakeEngine{classic: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			json.NewEncoder(w).Encode(map[string]string{"message": message})
		}}
	}
	for name, c := range map[string]struct {
		engine      *fakeEngine
		instruction string
		line        int
		output      []string
		cause       string
	}{
		"a step": {answers(failingAnswer), `RUN ["/tool", "fail", "3"]`, 6, []string{"before the fall", "pride"},
			"The command '/tool fail 3' returned a non-zero code: 3"},
		"without detail":  {answers(`{"stream":"Step 2/5 : FROM scratch\n"}{"error":"no such image"}`), "FROM scratch", 2, nil, "no such image"},
		"before any step": {answers(`{"errorDetail":{"message":"no space left"},"error":"no space left"}`), "", 0, nil, "no space left"},
		"a line refused": {badRequest("dockerfile parse error line 3: unknown instruction: COPPY"), "COPY tool /", 3, nil,
			"dockerfile parse error line 3: unknown instruction: COPPY"},
		"a target refused": {badRequest("failed to reach build target x in Dockerfile"), "", 0, nil, "failed to reach build target x in Dockerfile"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Build(t.Context(), c.engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: text}, Classic, nil)
			var got *Failure
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a Failure", err)
			}
			if got.Instruction != c.instruction || got.Line != c.line || !slices.Equal(got.Output, c.output) || got.Cause.Error() != c.cause {
				t.Errorf("got %+v", *got)
			}
			wantNoGoroutines(t)
		})
	}
}

func TestClassicTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		engine *fakeEngine
		words  []string
	}{
		"broken off": {answers(`{"stream":"Step 1/2 : FROM x\n"}{"stre`), []string{"shop-web", "lost the engine", "run it again"}},
		"no image":   {answers(`{"stream":"Step 1/2 : FROM x\n"}`), []string{"shop-web", "without an image"}},
		"trouble": {&fakeEngine{classic: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }},
			[]string{"shop-web"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Build(t.Context(), c.engine.start(t), Spec{Tags: []string{"shop-web"}, Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Classic, nil)
			var failure *Failure
			if err == nil || errors.As(err, &failure) {
				t.Fatalf("got %v", err)
			}
			for _, word := range c.words {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%q lacks %q", err, word)
				}
			}
			wantNoGoroutines(t)
		})
	}
}

func TestClassicCannotJoinARemoteContext(t *testing.T) {
	_, err := Build(t.Context(), answers("").start(t), Spec{Context: "https://example.com/r.git", DockerfileInline: "FROM x\n"}, Classic, nil)
	var input *InputError
	if !errors.As(err, &input) || !strings.Contains(err.Error(), "DOCKER_BUILDKIT") {
		t.Errorf("got %v", err)
	}
}

func TestClassicGoesOnWithoutLogins(t *testing.T) {
	withConfig(t, `{`)
	var log recorder
	_, err := Build(t.Context(), answers(goodAnswer).start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Classic, log.add)
	must(t, err)
	if !slices.ContainsFunc(log.events, func(e Event) bool { return e.Kind == Warning && strings.Contains(e.Text, "docker configuration") }) {
		t.Errorf("told %q", said(log.events))
	}
}

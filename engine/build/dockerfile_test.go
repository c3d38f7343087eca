package build

import "testing"

const sample = `# escape=\
# a comment
ARG BASE=debian

FROM ${BASE} AS build
RUN one && \
    # between
    two \

    --flag
copy . /src

FROM scratch
COPY --from=build /src /src
RUN <<EOT
echo a
EOT
CMD ["x"]
`

func TestAtLine(t *testing.T) {
	for line, want := range map[int]instruction{
		0:  {},
		1:  {1, 1, `# escape=\`},
		3:  {3, 3, "ARG BASE=debian"},
		6:  {6, 10, "RUN one && two --flag"},
		8:  {6, 10, "RUN one && two --flag"},
		11: {11, 11, "copy . /src"},
		16: {15, 17, "RUN <<EOT"},
		18: {18, 18, `CMD ["x"]`},
		99: {},
	} {
		if got := atLine([]byte(sample), line); got != want {
			t.Errorf("line %d: got %+v, want %+v", line, got, want)
		}
	}
}

func TestAtLineOfWhatCannotBeRead(t *testing.T) {
	broken := []byte("FROM scratch\nRUN   <<EOT\nnever ends\n")
	if got, want := atLine(broken, 2), (instruction{2, 2, "RUN <<EOT"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := atLine(nil, 1); got.text != "" {
		t.Errorf("got %+v of an unknown Dockerfile", got)
	}
}

func TestAtStep(t *testing.T) {
	for _, c := range []struct {
		n    int
		text string
		line int
	}{
		{1, "ARG BASE=debian", 3},
		{2, "FROM ${BASE} AS build", 5},
		{4, "COPY . /src", 11},
		{6, "COPY --from=build /src /src", 14},
		{3, "FROM scratch", 13},
		{9, `CMD ["x"]`, 18},
		{0, "CMD [\"x\"]", 18},
		{4, "RUN something else", 0},
		{0, "", 0},
	} {
		if got := atStep([]byte(sample), c.n, c.text); got.first != c.line {
			t.Errorf("step %d %q: got line %d, want %d", c.n, c.text, got.first, c.line)
		}
	}
}

func TestLineIn(t *testing.T) {
	for text, want := range map[string]int{
		"dockerfile parse error line 3: unknown instruction: RUUN":                                       3,
		"Dockerfile parse error line 12: x":                                                              12,
		"failed to solve: dockerfile parse error on line 7: FROM requires either one or three arguments": 7,
		"failed to parse stage name \"-\": invalid reference format":                                     0,
		"The command '/bin/sh -c echo \"parse error line 3\"; false' returned a non-zero code: 1":        0,
		"target stage x could not be found":                                                              0,
	} {
		if got := lineIn(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

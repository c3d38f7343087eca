package build

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"gocompose/compose/pattern"
	"gocompose/engine/split"
)

// message is one object of the classic builder's answer (Engine API, "JSON message" streams).
type message struct {
	Stream   string
	Status   string
	ID       string                         `json:"id"`
	Progress struct{ Current, Total int64 } `json:"progressDetail"`
	Aux      struct{ ID string }
	Error    string
	Detail   struct{ Message string } `json:"errorDetail"`
}

// answer follows the classic builder through its answer, which is made for reading on a terminal.
type answer struct {
	report func(Event)
	stdout split.Lines
	stderr split.Lines
	// id is the image.
	id string
	// n and total are the "3" and "7" of "Step 3/7", text what stands after them, and phase what is known of it.
	n      int
	total  string
	text   string
	phase  Kind
	output []string
}

func (j *job) readAnswer(body io.Reader) (string, error) {
	a := newAnswer(j.report)
	dec := json.NewDecoder(body)
	for {
		var m message
		err := dec.Decode(&m)
		if errors.Is(err, io.EOF) {
			return a.finish(j.spec.name())
		}
		if err != nil {
			return "", fmt.Errorf("lost the engine while building %s: %w; run it again, finished steps are not repeated",
				j.spec.name(), err)
		}
		if m.Error != "" || m.Detail.Message != "" {
			return "", j.failure(a.fail(m, j.src.data))
		}
		a.add(m)
	}
}

func newAnswer(report func(Event)) *answer {
	a := &answer{report: report}
	a.stdout.Emit = func(line split.Piece) { a.line(shown(line), Stdout) }
	a.stderr.Emit = func(line split.Piece) { a.line(shown(line), Stderr) }
	return a
}

// The classic builder wraps what a step wrote to stderr in these.
const red, plain = "\x1b[91m", "\x1b[0m"

func (a *answer) add(m message) {
	switch {
	case m.Aux.ID != "":
		a.id = m.Aux.ID
	case m.Status != "":
		a.report(Event{Kind: Moved, Step: a.key(), Name: a.name(), Item: strings.TrimSpace(m.ID + " " + m.Status),
			Current: m.Progress.Current, Total: m.Progress.Total, At: time.Now()})
	case strings.HasPrefix(m.Stream, red):
		a.stderr.Add([]byte(strings.TrimSuffix(strings.TrimPrefix(m.Stream, red), plain)))
	default:
		a.stdout.Add([]byte(m.Stream))
	}
}

var (
	stepLine = pattern.New(`^Step (\d+)/(\d+) : (.*)$`)
	// layerLine ends a step: the ID of its image, which "FROM scratch" has none of.
	layerLine = pattern.New(`^ ---> ([0-9a-f]{12})?$`)
	// chatter is what the builder says of itself.
	chatter = pattern.New(`^( ---> (Running in|Removed intermediate container) |Removing intermediate container |Successfully (built|tagged) )`)
)

// line sorts one line: the builder's own words move the steps on, the rest is output.
func (a *answer) line(line string, stream Stream) {
	if match := stepLine().FindStringSubmatch(line); match != nil {
		a.begin(match)
		return
	}
	warning, isWarning := strings.CutPrefix(line, "[Warning] ")
	switch {
	case line == " ---> Using cache":
		a.phase = Cached
	case layerLine().MatchString(line):
		a.end(a.phase, "")
	case isWarning:
		a.report(Event{Kind: Warning, Text: warning, At: time.Now()})
	case !chatter().MatchString(line):
		a.output = keepLast(a.output, line)
		a.report(Event{Kind: Output, Step: a.key(), Name: a.name(), Text: line, Stream: stream, At: time.Now()})
	}
}

func (a *answer) begin(match []string) {
	a.end(a.phase, "")
	a.n, _ = strconv.Atoi(match[1])
	a.total, a.text, a.phase, a.output = match[2], match[3], Done, nil
	a.report(Event{Kind: Started, Step: a.key(), Name: a.name(), At: time.Now()})
}

// end closes the open step, if there is one.
func (a *answer) end(kind Kind, text string) {
	if a.phase == 0 {
		return
	}
	a.phase = 0
	a.report(Event{Kind: kind, Step: a.key(), Name: a.name(), Text: text, At: time.Now()})
}

func (a *answer) fail(m message, dockerfile []byte) (instruction, []string, error) {
	a.flush()
	text := m.Detail.Message
	if text == "" {
		text = m.Error
	}
	a.end(Failed, text)
	at := atStep(dockerfile, a.n, a.text)
	if line := lineIn(text); line > 0 {
		at = atLine(dockerfile, line)
	}
	return at, a.output, errors.New(text)
}

func (a *answer) finish(image string) (string, error) {
	a.flush()
	a.end(a.phase, "")
	if a.id == "" {
		return "", fmt.Errorf("the engine ended the build of %s without an image; build again", image)
	}
	return a.id, nil
}

func (a *answer) flush() {
	a.stdout.Flush()
	a.stderr.Flush()
}

func (a *answer) key() string {
	if a.n == 0 {
		return ""
	}
	return strconv.Itoa(a.n)
}

func (a *answer) name() string {
	if a.n == 0 {
		return ""
	}
	return "[" + a.key() + "/" + a.total + "] " + a.text
}

package build

import "time"

// Kind says what an Event tells.
type Kind int

const (
	// Started is a step that begins. A step may begin again after it ended: BuildKit looks at some steps twice.
	Started Kind = iota + 1
	// Done is a step that was carried out.
	Done
	// Cached is a step whose result was known already.
	Cached
	// Failed is a step that went wrong; Text is the builder's word for it.
	Failed
	// Output is one line that a step wrote, in Text.
	Output
	// Moved is news of a transfer within a step: Item, Current, Total.
	Moved
	// Warning is advice that does not stop the build, in Text.
	Warning
)

// Stream is the standard stream that a line of output came by.
type Stream int

const (
	Stdout Stream = 1
	Stderr Stream = 2
)

// Event is one piece of news from a build, as plain data.
type Event struct {
	Kind Kind
	// Step identifies the step within its build; empty for what belongs to none.
	Step string
	// Name is the step in words, such as "[2/4] RUN make".
	Name string
	// Text is the line of Output without its newline, the error of Failed, or the advice of Warning.
	Text string
	// Stream is where a line of Output came from.
	Stream Stream
	// Item names what is Moved, such as a layer's digest or "transferring context:".
	Item string
	// Current and Total count what is Moved, mostly in bytes; Total is 0 where it is not known.
	Current, Total int64
	// Without is, with a Warning, what of the Spec the build goes without; else nil.
	Without *InputError
	// At is when it happened, by the engine's clock where the engine tells.
	At time.Time
}

// event is news of a step that is its own name, as of now.
func event(kind Kind, step string) Event {
	return Event{Kind: kind, Step: step, Name: step, At: time.Now()}
}

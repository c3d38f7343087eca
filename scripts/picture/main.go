// Command picture turns what a terminal shows into an SVG: text with SGR escapes, as `tmux capture-pane -e -p` writes it,
// on standard input, the picture on standard output.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	title := flag.String("title", "", "what the picture shows, for those who cannot see it")
	columns := flag.Int("columns", 80, "width of the terminal")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *title, *columns); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func run(from io.Reader, to io.Writer, title string, columns int) error {
	text, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	lines, err := parse(string(text))
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, draw(lines, title, columns))
	return err
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
)

// manCommand writes the manual: a page for the program, and one for each command.
func manCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "man",
		Usage:     "write the pages of the manual into a folder",
		ArgsUsage: "FOLDER",
		Hidden:    true, // for those who install or package the program
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usage{fmt.Errorf("man takes the folder that gets the pages")}
			}
			folder := c.Args().First()
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			for name, text := range s.manual(time.Now()) {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// manual gives the pages by the names of their files, in the language of man(7).
func (s *session) manual(day time.Time) map[string]string {
	app := newApp(s)
	title, written := strings.ReplaceAll(s.program(), " ", "-"), day.Format(time.DateOnly)
	pages := map[string]string{title + ".1": s.mainPage(app, title, written)}
	for _, c := range app.Commands {
		if !c.Hidden {
			pages[title+"-"+c.Name+".1"] = s.commandPage(c, title, written)
		}
	}
	return pages
}

// mainPage is the page of the program.
func (s *session) mainPage(app *cli.App, title, written string) string {
	var p manPage
	p.head(title, written, app.Usage)
	p.section("SYNOPSIS")
	p.line(".B " + roff(s.program()))
	p.line("[global options] command [options] [arguments]")
	p.section("DESCRIPTION")
	p.line(roff("A Compose file says which services an application has; " + s.program() + " makes a Docker Engine run them. Commands, flags, names and labels are those of docker compose. Results go to standard output, everything else to standard error."))
	p.section("COMMANDS")
	for _, c := range app.Commands {
		if !c.Hidden {
			p.item(`\fB`+roff(c.Name)+`\fR`, c.Usage+"; see "+title+"-"+c.Name+"(1)")
		}
	}
	p.section("GLOBAL OPTIONS")
	p.options(app.Flags)
	p.section("EXIT STATUS")
	for _, e := range exitCodes {
		p.item(strconv.Itoa(e.code), e.meaning)
	}
	p.item("other", "that of a program which run, exec, attach, wait or up waited for")
	return p.String()
}

// commandPage is the page of a command.
func (s *session) commandPage(c *cli.Command, title, written string) string {
	var p manPage
	p.head(title+"-"+c.Name, written, c.Usage)
	p.section("SYNOPSIS")
	p.line(".B " + roff(s.program()+" "+c.Name))
	p.line(roff(strings.TrimSpace("[options] " + c.ArgsUsage)))
	if c.Description != "" {
		p.section("DESCRIPTION")
		p.line(roff(c.Description))
	}
	p.section("OPTIONS")
	p.options(c.Flags)
	p.section("EXAMPLES")
	for _, e := range examples[c.Name] {
		p.item(`\fB`+roff(s.program()+" "+e.words)+`\fR`, e.what)
	}
	p.section("SEE ALSO")
	p.line(".BR " + roff(title) + " (1)")
	return p.String()
}

// manPage is a page of the manual while it is written.
type manPage struct{ strings.Builder }

func (p *manPage) line(text string) { p.WriteString(text + "\n") }

// head begins a page.
func (p *manPage) head(title, written, what string) {
	p.line(fmt.Sprintf(`.TH %s 1 %s "%s %s"`, roff(strings.ToUpper(title)), written, ownName, version))
	p.section("NAME")
	p.line(roff(title) + ` \- ` + roff(what))
}

func (p *manPage) section(name string) { p.line(".SH " + name) }

func (p *manPage) item(term, text string) {
	p.line(".TP")
	p.line(term)
	p.line(roff(text))
}

// options gives an item for each flag that the help shows.
func (p *manPage) options(flags []cli.Flag) {
	for _, f := range shownFlags(flags) {
		names, _, _ := strings.Cut(flagText(f), "\t")
		p.item(`\fB`+roff(names)+`\fR`, plainUsage(f))
	}
}

// roff gives a text in which nothing is taken for a command or an escape.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", "...", "\n", " ", "\t", " ").Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		return `\&` + text
	}
	return text
}

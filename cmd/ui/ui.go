// Package ui draws everything that a person or a machine sees of gocompose:
// problems, progress, plans, tables, log lines and pictures of a project.
//
// It gets plain data and writers, so every renderer can be tested without an
// engine and without a terminal. Text that comes from files, images and
// containers is stripped of control characters before it is shown, except for
// the lines of a log, which belong to the user as they are.
//
// The terminal is drawn with charmbracelet/x/ansi (sequences, widths of what
// the eye sees, cutting) and golang.org/x/term (is it one, how large). Of the
// maintained libraries they do the job with the least, 0.3 MB of program:
// lipgloss and bubbletea add 1.1 and 1.6 MB, and bubbletea wants the keyboard;
// pterm adds 0.7 MB, mpb and go-pretty 0.4 and 0.6, and they draw in their own
// fashion. GODEBUG=inittrace=1 shows under 0.3 ms of initialisers for all that
// is imported here.
package ui

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
// maintained libraries these do the job with the least: bubbletea and pterm
// add 1 to 1.5 MB to the program and want the keyboard or an area of their own,
// mpb and go-pretty draw bars and tables in their own fashion. Measured with
// GODEBUG=inittrace=1, the initialisers here cost 0.1 ms of a start.
package ui

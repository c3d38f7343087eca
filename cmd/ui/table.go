package ui

import (
	"io"
	"slices"
	"strings"
)

const (
	columnGap   = 3
	leastColumn = 10 // columns that a cell keeps when it is cut
)

// Table is rows under a header, aligned as docker compose does it.
type Table struct {
	Header []string
	Rows   [][]string
	Least  int // least columns of a cell with its gap: 10 in ps, 20 in ls
	// What a narrow window does with columns, the most dispensable first.
	Shrink []int // they are cut
	Give   []int // where that is not enough they are left out
}

// Write writes the table.
func (t Table) Write(w io.Writer, style Style) error {
	_, err := io.WriteString(w, strings.Join(t.lines(style), "\n")+"\n")
	return err
}

// lines gives the table's lines. Elsewhere than in a narrow window nothing is
// lost; there the last column is broken at ", ".
func (t Table) lines(style Style) (out []string) {
	t = t.cleaned().narrowed(style)
	widths := t.fit(style)
	for _, row := range append([][]string{t.Header}, t.Rows...) {
		out = append(out, t.row(row, widths, style)...)
	}
	return out
}

// add adds a row, which may have fewer cells than the header; what it has more
// becomes part of the last.
func (t *Table) add(cells []string) {
	row := make([]string, len(t.Header))
	last := len(row) - 1
	copy(row, cells)
	if len(cells) > len(row) {
		row[last] = strings.Join(cells[last:], " ")
	}
	t.Rows = append(t.Rows, row)
}

func (t Table) cleaned() Table {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = make([]string, len(row))
		for j, cell := range row {
			rows[i][j] = clean(cell)
		}
	}
	t.Rows = rows
	return t
}

// narrowed leaves out columns until the rest fits.
func (t Table) narrowed(style Style) Table {
	out := t
	for n := 1; n <= len(t.Give) && style.bounded() && total(out.fit(style)) > style.Width; n++ {
		out = t.without(t.Give[:n])
	}
	return out
}

// without gives a table without some of its columns.
func (t Table) without(columns []int) Table {
	pick := func(cells []string) (out []string) {
		for i, cell := range cells {
			if !slices.Contains(columns, i) {
				out = append(out, cell)
			}
		}
		return out
	}
	out := Table{Header: pick(t.Header), Least: t.Least}
	for _, row := range t.Rows {
		out.Rows = append(out.Rows, pick(row))
	}
	for _, i := range t.Shrink {
		if title := t.Header[i]; slices.Contains(out.Header, title) {
			out.Shrink = append(out.Shrink, slices.Index(out.Header, title))
		}
	}
	return out
}

// fit gives each column's width without its gap.
func (t Table) fit(style Style) []int {
	widths := make([]int, len(t.Header))
	for i, title := range t.Header {
		widths[i] = max(width(title), t.Least-columnGap)
		for _, row := range t.Rows {
			widths[i] = max(widths[i], width(row[i]))
		}
	}
	if !style.bounded() {
		return widths
	}
	widths[len(widths)-1] = t.widestItem()
	for _, i := range t.Shrink {
		excess := total(widths) - style.Width
		if excess <= 0 {
			break
		}
		widths[i] = min(widths[i], max(widths[i]-excess, leastColumn))
	}
	return widths
}

// widestItem gives the columns that the last cells need when they are broken.
func (t Table) widestItem() int {
	last := len(t.Header) - 1
	widest := width(t.Header[last])
	for _, row := range t.Rows {
		for item := range strings.SplitAfterSeq(row[last], ", ") {
			widest = max(widest, width(strings.TrimSpace(item)))
		}
	}
	return widest
}

func total(widths []int) int {
	sum := -columnGap
	for _, w := range widths {
		sum += w + columnGap
	}
	return sum
}

// row gives the lines of one row: one, and more where its last cell is broken.
func (t Table) row(cells []string, widths []int, style Style) []string {
	last := len(cells) - 1
	var left strings.Builder
	for i, cell := range cells[:last] {
		left.WriteString(pad(clip(cell, widths[i]), widths[i]+columnGap))
	}
	var out []string
	for i, part := range breakList(cells[last], style.Width-width(left.String())) {
		start := left.String()
		if i > 0 {
			start = strings.Repeat(" ", width(start))
		}
		out = append(out, strings.TrimRight(style.cut(start+part), " "))
	}
	return out
}

// breakList breaks "a, b, c" after commas so that parts have at most room
// columns; not where there is little or no room to speak of.
func breakList(list string, room int) []string {
	if room < leastColumn || width(list) <= room {
		return []string{list}
	}
	var out []string
	line := ""
	for _, item := range strings.SplitAfter(list, ", ") {
		if line != "" && width(line)+width(strings.TrimSpace(item)) > room {
			out, line = append(out, strings.TrimSpace(line)), ""
		}
		line += item
	}
	return append(out, line)
}

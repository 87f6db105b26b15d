package manual

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The cells of a line of a table, and of what a row of a wide one begins with.
const (
	gap         = "  "
	mostLeading = 30 // of a column that is aligned in a wide table
	leastLast   = 34 // of a last column that is wrapped in its place
	indented    = "    "
)

// general are names of columns that say nothing that a reader would miss.
var general = []string{"does", "meaning", "what"}

// bar matches what is between the cells of a row, and not what is written \|.
var bar = regexp.MustCompile(`[^\\]\|`)

// table prints rows in columns. Where they are too wide for that, only the narrow
// columns at the beginning are aligned, and the others stand below, a paragraph
// each.
func (p *printer) table(lines []string) string {
	var rows [][]string
	for n, line := range lines {
		if n != 1 { // which only says how columns are aligned
			rows = append(rows, p.cells(line))
		}
	}
	widths := widthsOf(rows)
	last := Width
	for _, width := range widths[:len(widths)-1] {
		last -= width + len(gap)
	}
	if last >= min(leastLast, widths[len(widths)-1]) {
		return columns(rows, widths)
	}
	return entries(rows, widths)
}

// cells are a row's, without marks.
func (p *printer) cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	var cells []string
	for line != "" {
		end := bar.FindStringIndex(line)
		cell := line
		if end != nil {
			cell = line[:end[1]-1]
		}
		line = strings.TrimPrefix(line[len(cell):], "|")
		cells = append(cells, p.inline(strings.TrimSpace(strings.ReplaceAll(cell, `\|`, "|"))))
	}
	return cells
}

func widthsOf(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// columns prints a table whose last column alone may need several lines.
func columns(rows [][]string, widths []int) string {
	n := len(widths) - 1
	var lines []string
	for i, row := range rows {
		lead := padded(row[:n], widths)
		line := wrap(row[n], lead, strings.Repeat(" ", utf8.RuneCountInString(lead)))
		if line == "" {
			line = plain(lead)
		}
		lines = append(lines, strings.TrimRight(line, " "))
		if i == 0 {
			lines = append(lines, ruled(row, widths))
		}
	}
	return strings.Join(lines, "\n")
}

// entries prints a table as a list: each row's narrow cells, and below them the
// others, which have the names of their columns if they are several.
func entries(rows [][]string, widths []int) string {
	leading := 1
	for leading < len(widths)-1 && widths[leading] <= mostLeading && widths[0] <= mostLeading {
		leading++
	}
	var lines []string
	if leading > 1 {
		lines = append(lines, strings.TrimRight(padded(rows[0][:leading], widths), " "), ruled(rows[0][:leading], widths))
	}
	for _, row := range rows[1:] {
		lines = append(lines, wrapped(strings.TrimRight(padded(row[:leading], widths), " ")))
		for i := leading; i < len(row); i++ {
			label := ""
			if len(widths)-leading > 1 && !slices.Contains(general, rows[0][i]) {
				label = rows[0][i] + ": "
			}
			if row[i] != "" {
				lines = append(lines, wrap(label+row[i], indented, indented))
			}
		}
	}
	return strings.Join(lines, "\n")
}

// wrapped is a first line as it is if it fits.
func wrapped(line string) string {
	if utf8.RuneCountInString(line) <= Width {
		return plain(line)
	}
	return wrap(line, "", "  ")
}

// padded are cells with what aligns the next one.
func padded(cells []string, widths []int) string {
	var b strings.Builder
	for i, cell := range cells {
		b.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)) + gap)
	}
	return b.String()
}

// ruled underlines the names of columns.
func ruled(names []string, widths []int) string {
	lines := make([]string, len(names))
	for i, name := range names {
		lines[i] = strings.Repeat("-", utf8.RuneCountInString(name))
	}
	return strings.TrimRight(padded(lines, widths), " ")
}

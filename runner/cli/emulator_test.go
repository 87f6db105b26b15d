//go:build linux

package cli_test

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// emulate is what a terminal of so many columns shows after it got a text: all of its
// rows, those that have scrolled away too. It knows what gesso's block is drawn with,
// and breaks lines that are too long.
func emulate(text string, width int) []string {
	rows, row, column := []string{""}, 0, 0
	put := func(r string, cells int) {
		if column+cells > width {
			row, column = row+1, 0
		}
		for len(rows) <= row {
			rows = append(rows, "")
		}
		line := []rune(rows[row])
		for len(line) < column {
			line = append(line, ' ')
		}
		rows[row] = string(line[:column]) + r + string(line[min(len(line), column+1):])
		column += cells
	}
	for text != "" {
		switch sequence, cells, n, _ := ansi.DecodeSequence(text, ansi.NormalState, nil); {
		case sequence == "\n":
			row++
			text = text[n:]
		case sequence == "\r":
			column = 0
			text = text[n:]
		case strings.HasPrefix(sequence, "\x1b["):
			number, _ := strconv.Atoi(strings.Trim(sequence, "\x1b[AJKm"))
			switch sequence[len(sequence)-1] {
			case 'A':
				row = max(0, row-number)
			case 'J':
				if row < len(rows) {
					rows = rows[:row+1]
					rows[row] = string([]rune(rows[row])[:min(column, len([]rune(rows[row])))])
				}
			}
			text = text[n:]
		default:
			put(sequence, cells)
			text = text[n:]
		}
		for len(rows) <= row {
			rows = append(rows, "")
		}
	}
	return rows
}

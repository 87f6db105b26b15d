package manual

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Width is the cells of a line.
const Width = 80

// render makes text of Markdown.
func render(markdown string, link func(text, target string) string) string {
	p := printer{link: link}
	lines := strings.Split(strings.TrimSpace(markdown), "\n")
	for len(lines) > 0 {
		n := extent(lines)
		p.block(lines[:n])
		lines = lines[n:]
	}
	return strings.Join(p.blocks, "\n\n") + "\n"
}

// item matches what begins an item of a list.
var item = regexp.MustCompile(`^(-|\d+\.) `)

// extent is how many of the lines are the first block: a heading, a fence of code,
// a table, an item of a list, or a paragraph.
func extent(lines []string) int {
	first := lines[0]
	for n, line := range lines[1:] {
		switch {
		case strings.HasPrefix(first, "```"):
			if line == "```" {
				return n + 2
			}
		case first == "" || strings.HasPrefix(first, "#") || strings.HasPrefix(first, "<!--"):
			return 1
		case strings.HasPrefix(first, "|") != strings.HasPrefix(line, "|"),
			line == "", strings.HasPrefix(line, "#"), strings.HasPrefix(line, "```"), item.MatchString(line):
			return n + 1
		}
	}
	return len(lines)
}

type printer struct {
	link   func(text, target string) string
	blocks []string
	listed bool // the last block is an item of a list
}

// block prints one block of Markdown.
func (p *printer) block(lines []string) {
	first := lines[0]
	marker := item.FindString(first)
	if marker != "" {
		text := wrap(p.inline(strings.TrimPrefix(strings.Join(lines, "\n"), marker)), "  "+marker, "  "+strings.Repeat(" ", len(marker)))
		if p.listed {
			p.blocks[len(p.blocks)-1] += "\n" + text
			return
		}
		p.blocks = append(p.blocks, text)
		p.listed = true
		return
	}
	if first == "" || strings.HasPrefix(first, "<!--") {
		return // it ends no list: there are none without text between them
	}
	p.listed = false
	switch {
	case strings.HasPrefix(first, "#"):
		p.blocks = append(p.blocks, p.heading(first))
	case strings.HasPrefix(first, "```"):
		p.blocks = append(p.blocks, code(lines[1:len(lines)-1]))
	case strings.HasPrefix(first, "|"):
		p.blocks = append(p.blocks, p.table(lines))
	default:
		p.blocks = append(p.blocks, wrap(p.inline(strings.Join(lines, "\n")), "", ""))
	}
}

// heading underlines the upper two levels of a topic.
func (p *printer) heading(line string) string {
	title := strings.TrimLeft(line, "#")
	level := len(line) - len(title)
	text := plain(p.inline(strings.TrimSpace(title)))
	switch level {
	case 2:
		text += "\n" + strings.Repeat("=", utf8.RuneCountInString(text))
	case 3:
		text += "\n" + strings.Repeat("-", utf8.RuneCountInString(text))
	}
	return text
}

// code indents lines that are otherwise left as they are.
func code(lines []string) string {
	shown := make([]string, len(lines))
	for i, line := range lines {
		shown[i] = strings.TrimRight(indented+line, " ")
	}
	return strings.Join(shown, "\n")
}

package markdown

import (
	"fmt"
	"strings"

	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/report/textdiff"
)

// details adds the folded details by which a picture is judged: its prompt, or how it
// changes, and the other arguments.
func (d *draft) details(blocks []outline.Block) {
	left := 0
	for _, b := range blocks {
		if b.Change == nil || !action(b).Paid() && !changes(b) {
			continue
		}
		if left > 0 || !d.fits(detail(b)) {
			left++
		}
	}
	if left > 0 {
		d.always(fmt.Sprintf("\nThe prompts of %s are left out here.\n", outline.Plural(left, "image")))
	}
}

// changes reports whether a block has something to compare.
func changes(b outline.Block) bool {
	for _, r := range b.Rows() {
		if r.Changed {
			return true
		}
	}
	return false
}

func detail(b outline.Block) string {
	var lines []string
	language := ""
	for _, r := range b.Rows() {
		switch {
		case r.Lines != nil:
			if r.Changed {
				language = "diff"
			}
			lines = append(lines, "  "+r.Name+" ="+note(r))
			for _, p := range r.Lines {
				lines = append(lines, mark(p.Kind)+" "+p.Text)
			}
		case r.Words != nil:
			lines = append(lines, "  "+r.Name+" = "+words(r.Words)+note(r))
		case r.Changed:
			language = "diff"
			lines = append(lines, "- "+r.Name+" = "+r.Old, "+ "+r.Name+" = "+r.Value+note(r))
		default:
			lines = append(lines, "  "+r.Name+" = "+r.Value)
		}
	}
	content := strings.Join(lines, "\n")
	fence := fenceFor(content)
	return fmt.Sprintf("\n<details><summary>%s</summary>\n\n%s%s\n%s\n%s\n\n</details>\n", code(quote.Line(b.Change.Address)), fence, language, content, fence)
}

func note(r outline.Row) string {
	if r.Note == "" {
		return ""
	}
	return "  (" + r.Note + ")"
}

func mark(k textdiff.Kind) string {
	switch k {
	case textdiff.Old:
		return "-"
	case textdiff.New:
		return "+"
	}
	return " "
}

func words(pieces []textdiff.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Kind {
		case textdiff.Old:
			b.WriteString(outline.OldOpens + p.Text + outline.OldCloses)
		case textdiff.New:
			b.WriteString(outline.NewOpens + p.Text + outline.NewCloses)
		case textdiff.Left:
			b.WriteString("…")
		default:
			b.WriteString(p.Text)
		}
	}
	return `"` + b.String() + `"`
}

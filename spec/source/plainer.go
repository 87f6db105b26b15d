package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// plainer says once what HCL says several times: a character that is none of the language,
// such as the quotes of a word processor, spoils the rest of its line, and what else is told
// of that line follows from it; where one backslash begins nothing, as in a path of Windows,
// the others of the line are no better. A text without its quotes ends where it looks like
// something else.
func plainer(diags hcl.Diagnostics) hcl.Diagnostics {
	spoilt := make(map[int]*hcl.Diagnostic) // by line
	for _, d := range diags {
		if (d.Summary == "Invalid character" || d.Summary == escape) && d.Subject != nil && spoilt[d.Subject.Start.Line] == nil {
			spoilt[d.Subject.Start.Line] = d
		}
	}
	var said hcl.Diagnostics
	for _, d := range diags {
		if d.Subject != nil {
			if first := spoilt[d.Subject.Start.Line]; first != nil && first != d {
				continue
			}
		}
		said = append(said, advised(d))
	}
	return said
}

// escape is the summary of a backslash in a text that begins nothing.
const escape = "Invalid escape sequence"

// advised says what is to be written where HCL says only what must not be.
func advised(d *hcl.Diagnostic) *hcl.Diagnostic {
	var advice string
	switch d.Summary {
	case "Missing newline after argument":
		advice = "If the value is a text, write it in double quotes."
	case escape:
		advice = `A backslash begins an escape, such as \n for a new line or \" for a quote: write \\ for a backslash, and / between the folders of a path.`
	default:
		return d
	}
	more := *d
	more.Detail = strings.TrimSuffix(d.Detail, ".") + ". " + advice
	return &more
}

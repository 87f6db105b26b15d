package source

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/bound"
	"gesso/spec/diag"
)

// A file that does not parse is read block by block: a missing quote makes the
// parser lose its way to the end of the file, but the next block begins where a
// line begins like one. So one mistake hides neither those of other blocks nor
// makes up any.

// header is how a line begins at which a block can begin: at its margin.
var header = regexp.MustCompile(`(?m)^([A-Za-z_][\w-]*)((?:[ \t]+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*)[ \t]*\{`)

// indented is a block of a file that is not at the margin.
var indented = regexp.MustCompile(`(?m)^[ \t]+(?:image|variable|output|module|locals|provider|gesso)\b[^=\n]*\{`)

// assigned is a name that is given a value, as in a locals block.
var assigned = regexp.MustCompile(`(?m)(?:^|\{)[ \t]*([A-Za-z_][\w-]*)[ \t]*=`)

const (
	maxSalvaged  = 4 << 20 // bytes of a file that is read block by block
	maxFragments = 10_000  // of it
	maxJoined    = 8       // headers in a text that only looks like blocks, as a heredoc can
)

// Fragment is a part of a file that does not parse, from one header to the next.
type Fragment struct {
	piece
	File  *hcl.File
	Diags hcl.Diagnostics // what is wrong with it; its body is to be used only if nothing is
}

// Fragments cuts a file at its headers. A part that is right only together with
// the next ones stays with them.
func Fragments(src []byte, name string) []Fragment {
	if len(src) > maxSalvaged {
		return nil
	}
	var ends []int
	for _, at := range header.FindAllIndex(src, -1) {
		if at[0] > 0 {
			ends = append(ends, at[0])
		}
	}
	if len(ends) == 0 || len(ends) > maxFragments {
		return nil
	}
	parts := cut(src, ends)
	var list []Fragment
	for n := 0; n < len(parts); n++ {
		f := parsePiece(parts[n], name)
		for more := 1; f.unfinished() && more <= maxJoined && n+more < len(parts); more++ {
			end := parts[n+more].Start.Byte + len(parts[n+more].text)
			joined := parsePiece(piece{src[parts[n].Start.Byte:end], parts[n].Start}, name)
			if !joined.Diags.HasErrors() {
				f, n = joined, n+more
			}
		}
		list = append(list, f)
	}
	return list
}

// unfinished reports whether what follows could make a fragment right: not where a
// quoted text breaks off at the end of its line.
func (f Fragment) unfinished() bool {
	return f.Diags.HasErrors() && !slices.ContainsFunc(f.Diags, func(d *hcl.Diagnostic) bool { return d.Summary == "Invalid multi-line string" })
}

func parsePiece(p piece, name string) Fragment {
	// The file as a whole was found to be bounded, but where a quote is missing
	// that took code for text.
	if diags := refuse(bound.Scan(p.text, false, 0), p.text, name); diags.HasErrors() {
		rng := hcl.Range{Filename: name, Start: p.Start, End: p.Start}
		return Fragment{p, &hcl.File{Body: hcl.EmptyBody()}, diag.AtRange(diags, rng)}
	}
	file, diags := hclsyntax.ParseConfig(p.text, name, p.Start)
	return Fragment{p, file, diags}
}

// ReparsePieces is Reparse for a file that does not parse: its blocks, as far as
// each can be parsed. It is nil for any other file.
func ReparsePieces(src []byte, name string) []*hcl.File {
	if !strings.HasSuffix(name, ".hcl") || Reparse(src, name) == nil {
		return nil
	}
	if _, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos); !diags.HasErrors() {
		return nil
	}
	var files []*hcl.File
	for _, f := range Fragments(src, name) {
		if at := header.FindIndex(f.text); at != nil && len(bytes.TrimSpace(f.text[:at[0]])) == 0 { // else it is of no block that has a name
			files = append(files, f.File)
		}
	}
	return files
}

// FirstMistakes are those of a fragment.
func (f Fragment) FirstMistakes() hcl.Diagnostics {
	return firstMistakes(heredocs(f.Diags, f.text, f.Start))
}

// firstMistakes drops what only follows from a text without its closing quote.
func firstMistakes(diags hcl.Diagnostics) hcl.Diagnostics {
	diags = plainer(diag.InFileOrder(diags))
	lost := slices.IndexFunc(diags, func(d *hcl.Diagnostic) bool {
		return strings.HasPrefix(d.Summary, "Invalid multi-line string") || strings.HasPrefix(d.Summary, "Unterminated template string") ||
			strings.HasPrefix(d.Summary, "Unclosed template interpolation")
	})
	if lost < 0 {
		return diags
	}
	return diags[:lost+1]
}

// Opening is the type and the labels of the block that a fragment is, as far as
// that can be seen.
func (f Fragment) Opening() (blockType string, labels []string, ok bool) {
	at := header.FindSubmatchIndex(f.text)
	if at == nil || len(bytes.TrimSpace(f.text[:at[0]])) > 0 || indented.Match(f.text) {
		return "", nil, false
	}
	return string(f.text[at[2]:at[3]]), words(string(f.text[at[4]:at[5]])), true
}

// Assigned are the names that are given a value in a fragment.
func (f Fragment) Assigned() []string {
	var names []string
	for _, name := range assigned.FindAllSubmatch(f.text, -1) {
		names = append(names, string(name[1]))
	}
	return names
}

// words are the labels of a header.
func words(labels string) []string {
	list := strings.Fields(labels)
	for i, l := range list {
		list[i] = strings.Trim(l, `"`)
	}
	return list
}

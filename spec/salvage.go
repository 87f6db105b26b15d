package spec

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
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

// fragment is a part of a file that does not parse, from one header to the next.
type fragment struct {
	piece
	file  *hcl.File
	diags hcl.Diagnostics // what is wrong with it; its body is to be used only if nothing is
}

// fragments cuts a file at its headers. A part that is right only together with
// the next ones stays with them.
func fragments(src []byte, name string) []fragment {
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
	var list []fragment
	for n := 0; n < len(parts); n++ {
		f := parsePiece(parts[n], name)
		for more := 1; f.unfinished() && more <= maxJoined && n+more < len(parts); more++ {
			end := parts[n+more].start.Byte + len(parts[n+more].text)
			joined := parsePiece(piece{src[parts[n].start.Byte:end], parts[n].start}, name)
			if !joined.diags.HasErrors() {
				f, n = joined, n+more
			}
		}
		list = append(list, f)
	}
	return list
}

// unfinished reports whether what follows could make a fragment right: not where a
// quoted text breaks off at the end of its line.
func (f fragment) unfinished() bool {
	return f.diags.HasErrors() && !slices.ContainsFunc(f.diags, func(d *hcl.Diagnostic) bool { return d.Summary == "Invalid multi-line string" })
}

func parsePiece(p piece, name string) fragment {
	// The file as a whole was found to be bounded, but where a quote is missing
	// that took code for text.
	if diags := refuse(bound.Scan(p.text, false, 0), p.text, name); diags.HasErrors() {
		rng := hcl.Range{Filename: name, Start: p.start, End: p.start}
		return fragment{p, &hcl.File{Body: hcl.EmptyBody()}, atRange(diags, rng)}
	}
	file, diags := hclsyntax.ParseConfig(p.text, name, p.start)
	return fragment{p, file, diags}
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
	for _, f := range fragments(src, name) {
		if at := header.FindIndex(f.text); at != nil && len(bytes.TrimSpace(f.text[:at[0]])) == 0 { // else it is of no block that has a name
			files = append(files, f.file)
		}
	}
	return files
}

// salvage decodes the blocks of a file that are right, and lets stand-ins take the
// place of the others. Diags are the mistakes of the file as a whole. It reports
// whether what is missing is known by name, so that the references to it can be
// told from mistakes.
func (d *decoder) salvage(src []byte, name string, diags hcl.Diagnostics) (hcl.Diagnostics, bool) {
	list := fragments(src, name)
	if !slices.ContainsFunc(list, func(f fragment) bool { return f.diags.HasErrors() }) {
		return diags, false // only the file as a whole shows what is wrong
	}
	d.damaged = true
	var all hcl.Diagnostics
	known := true
	for _, f := range list {
		if f.diags.HasErrors() {
			all = append(all, firstMistakes(f.diags)...)
			known = d.standIn(f, name) && known
			continue
		}
		all = append(all, d.file(f.file.Body)...)
	}
	return all, known
}

// firstMistakes drops what only follows from a text without its closing quote.
func firstMistakes(diags hcl.Diagnostics) hcl.Diagnostics {
	diags = inFileOrder(diags)
	lost := slices.IndexFunc(diags, func(d *hcl.Diagnostic) bool {
		return strings.HasPrefix(d.Summary, "Invalid multi-line string") || strings.HasPrefix(d.Summary, "Unterminated template string") ||
			strings.HasPrefix(d.Summary, "Unclosed template interpolation")
	})
	if lost < 0 {
		return diags
	}
	return diags[:lost+1]
}

// standIn declares what a fragment would, as far as it can be seen, as something
// that has a mistake.
func (d *decoder) standIn(f fragment, name string) bool {
	at := header.FindSubmatchIndex(f.text)
	if at == nil || len(bytes.TrimSpace(f.text[:at[0]])) > 0 || indented.Match(f.text) {
		return false
	}
	blockType, labels := string(f.text[at[2]:at[3]]), words(string(f.text[at[4]:at[5]]))
	schema := fileSchema.Block(blockType)
	if schema == nil || len(labels) != len(schema.Labels) {
		return false
	}
	rng := hcl.Range{Filename: name, Start: f.start, End: f.start}
	switch blockType {
	case "image":
		if d.module.Images[labels[0]] == nil {
			d.module.Images[labels[0]] = &Image{Name: labels[0], vertex: vertex{module: d.module, broken: true}, Range: rng, unread: true}
		}
	case "variable":
		if d.module.Variables[labels[0]] == nil {
			d.module.Variables[labels[0]] = &Variable{Name: labels[0], vertex: vertex{module: d.module, broken: true}, Type: cty.DynamicPseudoType, Default: broken(cty.DynamicPseudoType), Range: rng}
		}
	case "module":
		if d.module.Calls[labels[0]] == nil {
			call := &Call{Name: labels[0], Range: rng, vertex: vertex{module: d.module, broken: true}, Arguments: map[string]hcl.Expression{}, names: map[string]hcl.Range{}, unread: true}
			call.Module = newModule("", call)
			d.module.Calls[labels[0]] = call
		}
	case "locals":
		for _, name := range assigned.FindAllSubmatch(f.text, -1) {
			if l := string(name[1]); d.module.locals[l] == nil {
				d.module.locals[l] = &local{vertex: vertex{module: d.module}, name: l, expr: &hclsyntax.LiteralValueExpr{Val: broken(cty.DynamicPseudoType), SrcRange: rng}, nameRange: rng}
			}
		}
	case "gesso", "provider":
		return false // what they say holds everywhere
	}
	return true
}

// words are the labels of a header.
func words(labels string) []string {
	list := strings.Fields(labels)
	for i, l := range list {
		list[i] = strings.Trim(l, `"`)
	}
	return list
}

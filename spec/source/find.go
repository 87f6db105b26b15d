package source

import (
	"bytes"
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Find gives the bodies of the files of a directory to each, but only those of files, and
// of large ones pieces, whose text has a word and matches: for whoever needs one thing of a
// configuration and nothing else. It ends with the first mistakes in what it parses, unless
// each wants no more.
// Of a directory that cannot be read nothing is told: who opens it is.
func Find(dir, word string, matches *regexp.Regexp, each func(hcl.Body) (more bool)) (name string, diags hcl.Diagnostics) {
	files, err := Open(dir)
	if err != nil {
		return "", nil
	}
	defer files.Close()
	wanted := func(text []byte) bool { return bytes.Contains(text, []byte(word)) && matches.Match(text) }
	names, _ := files.ConfigFiles(".")
	for _, name := range names {
		src, wrong := files.Read(name)
		if wrong.HasErrors() || !wanted(src) {
			continue
		}
		more := true
		look := func(body hcl.Body) { more = each(body) && more }
		if IsJSON(name) {
			body, wrong := ParseJSON(src, name)
			if wrong.HasErrors() {
				return name, wrong
			}
			look(body)
		} else if wrong := parseSome(src, name, PieceSize, wanted, func(body *hclsyntax.Body) { look(body) }); more && wrong.HasErrors() {
			return name, wrong
		}
		if !more {
			break
		}
	}
	return "", nil
}

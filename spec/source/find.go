package source

import (
	"bytes"
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Find gives the bodies of the files of a directory to each, but only those of files
// whose text has a word and matches: for who needs one thing of a configuration and nothing
// else. It ends with the mistakes of the first file that does not parse, unless each wants no more.
// Of a directory that cannot be read nothing is told: who opens it is.
func Find(dir, word string, matches *regexp.Regexp, each func(hcl.Body) (more bool)) (name string, diags hcl.Diagnostics) {
	files, err := Open(dir)
	if err != nil {
		return "", nil
	}
	defer files.Close()
	names, _ := files.ConfigFiles(".")
	for _, name := range names {
		src, wrong := files.Read(name)
		if wrong.HasErrors() || !bytes.Contains(src, []byte(word)) || !matches.Match(src) {
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
		} else if wrong := Parse(src, name, PieceSize, func(body *hclsyntax.Body) { look(body) }); more && wrong.HasErrors() {
			return name, wrong
		}
		if !more {
			break
		}
	}
	return "", nil
}

package command

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dashes are what text editors and chats make of - and --, and what looks like it.
const dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"

// longDash is the mistake of an option that was pasted with another sign for its dash, or nil:
// it would be taken for a command or a file.
func longDash(program string, args []string) error {
	for _, arg := range args {
		name := strings.TrimLeft(arg, "-"+dashes)
		first, _ := utf8.DecodeRuneInString(arg)
		letter, _ := utf8.DecodeRuneInString(name)
		if strings.ContainsRune(dashes, first) && unicode.IsLetter(letter) {
			name, _, _ = strings.Cut(name, "=")
			return Misuse(fmt.Sprintf("%q begins with %U, and not with the dash of an option: write -%s", arg, first, name), program+" -help")
		}
	}
	return nil
}

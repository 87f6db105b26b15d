package command

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dashes are characters that look like -, or that editors and chats make of - and --.
const dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"

// longDash returns an error if an option was pasted with another dash, which would make it
// a command or a file name.
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

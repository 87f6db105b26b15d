package filename

import (
	"regexp"
	"strings"
)

// device matches what Windows takes for a device, whatever extension follows. The
// superscript digits are digits to it. See "Naming Files, Paths, and Namespaces"
// in Microsoft's documentation.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³])$`)

// Portable says why no Windows machine can hold a clean path, or "". One such
// file makes a whole checkout fail there.
func Portable(clean string) string {
	for part := range strings.SplitSeq(clean, "/") {
		stem, _, _ := strings.Cut(part, ".")
		switch {
		case part == "." || part == "..":
		case device.MatchString(strings.TrimRight(stem, " ")):
			return "has the name " + part + ", which Windows keeps for a device"
		case strings.HasSuffix(part, "."), strings.HasSuffix(part, " "):
			return "has a name that ends in a dot or a space, which Windows drops"
		}
		if i := strings.IndexFunc(part, func(r rune) bool { return r < ' ' || strings.ContainsRune(`<>:"|?*\`, r) }); i >= 0 {
			return "has the character " + part[i:i+1] + ", which no file name on Windows can have"
		}
	}
	return ""
}

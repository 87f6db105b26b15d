package filename

import "strings"

// isDevice reports whether Windows takes a name for a device, whatever extension
// follows. The superscript digits are digits to it. See "Naming Files, Paths, and
// Namespaces" in Microsoft's documentation.
func isDevice(name string) bool {
	for _, device := range []string{"con", "prn", "aux", "nul", "conin$", "conout$"} {
		if strings.EqualFold(name, device) {
			return true
		}
	}
	if len(name) < len("com1") || !strings.EqualFold(name[:3], "com") && !strings.EqualFold(name[:3], "lpt") {
		return false
	}
	switch name[3:] {
	case "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
		return true
	}
	return false
}

// control are the control characters of ASCII, but for the last one, DEL.
const control = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f" +
	"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"

// Portable says why no Windows machine can hold a clean path, or "". One such
// file makes a whole checkout fail there.
func Portable(clean string) string {
	for part := range strings.SplitSeq(clean, "/") {
		stem, _, _ := strings.Cut(part, ".")
		switch {
		case part == "." || part == "..":
		case isDevice(strings.TrimRight(stem, " ")):
			return "has the name " + part + ", which Windows keeps for a device"
		case strings.HasSuffix(part, "."), strings.HasSuffix(part, " "):
			return "has a name that ends in a dot or a space, which Windows drops"
		}
		if i := strings.IndexAny(part, control+`<>:"|?*\`); i >= 0 {
			return "has the character " + part[i:i+1] + ", which no file name on Windows can have"
		}
	}
	return ""
}

package address

import "strings"

// Step is one part of an address: module.x["a"], or image.hero[0] at its end.
type Step struct {
	Block string // image.hero
	Key   string // as it stands in addresses: ["aria"], [0], or "" for none
	Any   bool   // it stands for all keys: only in what addresses are compared with
}

// Parse takes an address apart.
func Parse(address string) []Step {
	var list []Step
	for address != "" {
		end := strings.IndexByte(address, '.') + 1
		if n := strings.IndexAny(address[end:], ".["); n >= 0 {
			end += n
		} else {
			end = len(address)
		}
		s := Step{Block: address[:end]}
		address = address[end:]
		if strings.HasPrefix(address, "[") {
			end = keyEnd(address)
			s.Key, address = address[:end], address[end:]
		}
		list = append(list, s)
		address = strings.TrimPrefix(address, ".")
	}
	return list
}

// keyEnd is where the key in brackets ends that text begins with.
func keyEnd(text string) int {
	quoted := false
	for n := 1; n < len(text); n++ {
		switch {
		case quoted && text[n] == '\\':
			n++
		case text[n] == '"':
			quoted = !quoted
		case text[n] == ']' && !quoted:
			return n + 1
		}
	}
	return len(text)
}

// Join puts the steps of an address together.
func Join(steps []Step) string {
	var b strings.Builder
	for i, s := range steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.Block + s.Key)
	}
	return b.String()
}

// Module is the address of the module that an image's address is in, "" for the root.
func Module(address string) string {
	steps := Parse(address)
	return Join(steps[:max(0, len(steps)-1)])
}

// Overlap reports whether two lists of steps can lead to one place, or one of
// them to a place inside of the other's.
func Overlap(a, b []Step) bool {
	for i := range min(len(a), len(b)) {
		if a[i].Block != b[i].Block || a[i].Key != b[i].Key && !a[i].Any && !b[i].Any {
			return false
		}
	}
	return true
}

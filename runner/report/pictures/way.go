package pictures

import (
	"fmt"
	"strings"
)

// Way says how a terminal shows pictures. It is a closed set.
type Way string

const (
	Unknown Way = ""
	Kitty   Way = "kitty"
	ITerm2  Way = "iterm2"
	Sixel   Way = "sixel"
	Blocks  Way = "blocks"
)

// Ways returns all ways but Unknown, the best first.
func Ways() []Way { return []Way{Kitty, ITerm2, Sixel, Blocks} }

// Names lists the ways as users type them.
func Names() string {
	var names []string
	for _, w := range Ways() {
		names = append(names, string(w))
	}
	return strings.Join(names, "|")
}

// ParseWay returns the way with a name.
func ParseWay(name string) (Way, error) {
	for _, w := range Ways() {
		if string(w) == strings.ToLower(name) {
			return w, nil
		}
	}
	return Unknown, fmt.Errorf("%q is no way to show pictures: it is one of %s", name, Names())
}

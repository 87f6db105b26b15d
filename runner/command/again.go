package command

import (
	"regexp"
	"strings"
)

// bare is a word of a command line that means nothing beside itself: a command's name, or -json.
var bare = regexp.MustCompile(`^([a-z][a-z-]*|--?json)$`)

// Again is the hint to type the same once more, with another option. It can be pasted where
// nothing but a name stands in the command line. Else whatever is left out of it would count
// for nothing: of another directory, or of all images, something would be bought or removed.
func (a *App) Again(option string) string {
	for _, word := range a.Args {
		if !bare.MatchString(word) {
			return "the same command with " + option
		}
	}
	return strings.Join(append(append([]string{"gesso"}, a.Args...), option), " ")
}

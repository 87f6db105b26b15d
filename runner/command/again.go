package command

import (
	"regexp"
	"strings"
)

// bare matches a word that stands for itself alone on a command line: a command's name, or
// -json.
var bare = regexp.MustCompile(`^([a-z][a-z-]*|--?json)$`)

// Again returns the hint to run the same command with one more option. The hint can be
// pasted if the command line consists of bare words. Otherwise it only names the option: a
// command line that lost its own options would buy or remove something in another directory,
// or for all images.
func (a *App) Again(option string) string {
	for _, word := range a.Args {
		if !bare.MatchString(word) {
			return "the same command with " + option
		}
	}
	return strings.Join(append(append([]string{"gesso"}, a.Args...), option), " ")
}

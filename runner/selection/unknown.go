package selection

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gesso/spec/address"
)

// mostMeant is how many addresses a message lists, mostUnknown how many patterns.
const mostMeant, mostUnknown = 10, 10

// UnknownError is a pattern that means no image.
type UnknownError struct {
	Option  string   // that it was given to, such as "-target"; "" for an argument
	Pattern string   // as it was given
	Meant   []string // the addresses that it could mean, or the tags that there are
	Several int      // how many images it means where one is wanted; 0: none
}

// Tag reports whether a tag was asked for, which only the configuration tells of.
func (e *UnknownError) Tag() bool { return strings.HasPrefix(e.Pattern, tagPrefix) }

func (e *UnknownError) Error() string {
	of, isTag := strings.CutPrefix(e.Pattern, tagPrefix)
	text := "there is no image " + printable(e.Pattern)
	switch {
	case e.Several > 0:
		text = fmt.Sprintf("%s is %d images, and one is wanted", printable(e.Pattern), e.Several)
	case isTag:
		text = "no image has the tag " + printable(of)
	case wild(e.Pattern):
		text = "no image has an address like " + printable(e.Pattern)
	case strings.TrimSpace(e.Pattern) == "":
		text = "an address is empty"
	}
	if e.Option != "" {
		text = e.Option + ": " + text
	}
	switch {
	case len(e.Meant) == 0 && e.Option != "" && strings.ContainsAny(e.Pattern, ", ") && !strings.ContainsRune(e.Pattern, '"'):
		return text + "; each address stands in an option of its own: " + e.Option + "=... again"
	case len(e.Meant) == 0 && isTag && e.Option == "":
		return Quote(printable(e.Pattern)) + " means no image here: tags are in the configuration, where -target and its like, gesso gallery and gesso review find them"
	case len(e.Meant) == 0:
		return text + "; gesso plan and gesso state list show which there are"
	case isTag:
		return text + "; those that images have are " + e.list(Quote)
	}
	return text + "; it could mean " + e.list(func(address string) string { return e.option() + Quote(address) })
}

// Hint is "": what can be pasted is the whole command line, see Retyped.
func (e *UnknownError) Hint() string { return "" }

// Retyped is the command line that arguments are of, with what is meant in place of the
// pattern, or "". Of several that could be meant it names none: to paste the first would buy
// what nobody has thought of. For the same reason the line asks before it does anything. Of a
// line with values of variables it is the one word: a value may be a secret.
func (e *UnknownError) Retyped(args []string) string {
	if len(e.Meant) != 1 || e.Several > 0 || strings.HasPrefix(e.Pattern, tagPrefix) {
		return ""
	}
	words, found := []string{"gesso"}, false
	for _, arg := range args {
		name, value, isOption := strings.Cut(arg, "=")
		isOption = isOption && strings.HasPrefix(name, "-")
		switch option := strings.TrimLeft(name, "-"); {
		case option == "var" && option != name:
			return e.option() + Quote(e.Meant[0])
		case option == "auto-approve" && option != name:
			continue
		case strings.TrimSpace(arg) == e.Pattern:
			arg, found = Quote(e.Meant[0]), true
		case isOption && strings.TrimSpace(value) == e.Pattern:
			arg, found = name+"="+Quote(e.Meant[0]), true
		case isOption:
			arg = name + "=" + Quote(value)
		default:
			arg = Quote(arg)
		}
		words = append(words, arg)
	}
	if !found { // it stands in a file
		return ""
	}
	return strings.Join(words, " ")
}

func (e *UnknownError) option() string {
	if e.Option == "" {
		return ""
	}
	return e.Option + "="
}

// list names what could be meant, as far as that is short.
func (e *UnknownError) list(quote func(string) string) string {
	shown := e.Meant[:min(len(e.Meant), mostMeant)]
	words := make([]string, len(shown))
	for i, word := range shown {
		words[i] = quote(word)
	}
	text := strings.Join(words, ", ")
	if more := len(e.Meant) - len(shown); more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// Quote is a text as a shell takes it: in single quotes where it has to be.
func Quote(text string) string {
	plain := func(r rune) bool {
		return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("._-:/=,+@%", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(printable(text), "'", `'\''`) + "'"
}

// printable is a text as it is, or in quotes where a terminal would not show it so.
func printable(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return text
	}
	return strconv.Quote(text)
}

// unknown is an error about the patterns that mean nothing, or nil.
func unknown(option string, patterns []string, counts []int, images []Image) error {
	var all []error
	more := 0
	for n, pattern := range patterns {
		switch {
		case counts[n] > 0:
		case len(all) == mostUnknown:
			more++
		default:
			all = append(all, &UnknownError{Option: option, Pattern: strings.TrimSpace(pattern), Meant: couldMean(pattern, images)})
		}
	}
	if more > 0 {
		all = append(all, fmt.Errorf("and %d more that mean no image", more))
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}

// couldMean are the addresses, or the tags, that a pattern could mean.
func couldMean(pattern string, images []Image) []string {
	if strings.HasPrefix(strings.TrimSpace(pattern), tagPrefix) {
		return allTags(images)
	}
	return meantPattern(pattern, addressesOf(images))
}

func addressesOf(images []Image) []string {
	addresses := make([]string, 0, len(images))
	for _, image := range images {
		addresses = append(addresses, image.Address)
	}
	return addresses
}

// allTags are the tags that images have, with the values where those are few.
func allTags(images []Image) []string {
	values := map[string]map[string]bool{}
	for _, image := range images {
		for name, value := range image.Tags {
			if values[name] == nil {
				values[name] = map[string]bool{}
			}
			values[name][value] = true
		}
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		of := slices.Sorted(maps.Keys(values[name]))
		if len(of) > mostMeant/2 || slices.Equal(of, []string{"true"}) {
			all = append(all, tagPrefix+name)
			continue
		}
		for _, value := range of {
			all = append(all, tagPrefix+name+"="+value)
		}
	}
	return all
}

// One returns the address of the one image that a word means. The error is an
// *UnknownError, also for a word that means several.
func One(word string, images []Image) (string, error) {
	word = strings.TrimSpace(word)
	exact := address.Join(stepsOf(word))
	if slices.ContainsFunc(images, func(i Image) bool { return i.Address == exact }) {
		return exact, nil
	}
	found, err := Find("", []string{word}, images)
	var unknown *UnknownError
	if errors.As(err, &unknown) && !strings.HasPrefix(word, tagPrefix) {
		unknown.Meant = meant(word, addressesOf(images)) // a block is none
	}
	if err != nil {
		return "", err
	}
	meant := slices.SortedFunc(maps.Keys(found.addresses), address.Compare)
	if len(meant) > 1 {
		return "", &UnknownError{Pattern: word, Meant: meant, Several: len(meant)}
	}
	return meant[0], nil
}

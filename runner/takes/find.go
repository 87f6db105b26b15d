package takes

import (
	"fmt"
	"strconv"
	"strings"

	"gesso/spec/pin"
)

// leastHash is how many digits of a hash are enough to mean a picture by it, where a
// number of a few digits means another one.
const leastHash = 7

// UnknownError is that a word means none of the takes, or several.
type UnknownError struct {
	Word    string
	Takes   int
	Several bool
}

func (e *UnknownError) Error() string {
	if e.Several {
		return fmt.Sprintf("%q begins the hashes of several takes", e.Word)
	}
	return fmt.Sprintf("%q is none of the %d takes: one is meant by its number, or by the first %d digits of its hash or more", e.Word, e.Takes, leastHash)
}

// Find is the take that a word means: its number, or the beginning of its hash, with or
// without "sha256:". The error is an *UnknownError.
func Find(all []Take, word string) (Take, error) {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(all) {
		return all[n-1], nil
	}
	begin := strings.ToLower(strings.TrimPrefix(word, pin.Text("")))
	unknown := &UnknownError{Word: word, Takes: len(all)}
	if len(begin) < leastHash {
		return Take{}, unknown
	}
	var found *Take
	for i := range all {
		if !strings.HasPrefix(all[i].Picture.Artifact, begin) && !strings.HasPrefix(all[i].Picture.Identity(), begin) {
			continue
		}
		if found != nil && found.Picture.Artifact != all[i].Picture.Artifact {
			unknown.Several = true
			return Take{}, unknown
		}
		found = &all[i] // of equal bytes, the newest
	}
	if found == nil {
		return Take{}, unknown
	}
	return *found, nil
}

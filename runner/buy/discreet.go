package buy

import (
	"strings"

	"gesso/runner/provider"
	"gesso/spec/secret/spelling"
)

// telling is how many characters of a secret in a row tell of it.
const telling = 6

// longest is how many characters a word of a sentence has at most that is no code of
// something else: an id has fewer.
const longest = 48

// discreet is a failure without what tells of an order's sensitive parts.
func (o Order) discreet(failure *provider.Error) *provider.Error {
	quiet := *failure
	if o.quoted(failure.Message) {
		quiet = *failure.Discreet()
	}
	for _, word := range []*string{&quiet.Code, &quiet.TraceID} {
		if o.quoted(*word) {
			*word = ""
		}
	}
	return &quiet
}

// quoted reports whether a provider's sentence has a part of what is sensitive of an
// order, or may have it in another spelling: it may quote what it was asked for.
func (o Order) quoted(sentence string) bool {
	if !o.Recorded.Withholds() {
		return false
	}
	return spelling.Coded(sentence, longest) || o.Recorded.Prompt == "" && tells(sentence, o.Wire.Prompt) || tells(sentence, o.Wire.SourceURL)
}

func tells(sentence, secret string) bool {
	if len(secret) <= telling {
		return secret != "" && strings.Contains(sentence, secret)
	}
	for i := range len(secret) - telling + 1 {
		if strings.Contains(sentence, secret[i:i+telling]) {
			return true
		}
	}
	return false
}

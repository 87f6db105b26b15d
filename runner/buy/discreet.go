package buy

import "strings"

// telling is how many characters of a secret in a row tell of it.
const telling = 6

// quoted reports whether a provider's sentence has a part of what is sensitive of an
// order: it may quote what it was asked for.
func (o Order) quoted(sentence string) bool {
	return o.Recorded.Prompt == "" && tells(sentence, o.Wire.Prompt) || o.Recorded.Withholds() && tells(sentence, o.Wire.SourceURL)
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

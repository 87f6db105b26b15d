package decide

import (
	"slices"
	"strings"

	"gesso/spec/address"
)

// Meant returns which of some addresses is meant by a word that is none of them: one
// that is the same but for brackets and quotes, which a shell may have taken, or dots
// in their place; or the first instance of a block. It is "" if there is none.
func Meant(word string, addresses []string) string {
	addresses = slices.SortedFunc(slices.Values(addresses), address.Compare)
	for _, same := range []func(address string) bool{
		func(address string) bool { return bare(address) == bare(word) },
		func(address string) bool { return strings.HasPrefix(address, word+"[") },
	} {
		if i := slices.IndexFunc(addresses, same); i >= 0 {
			return addresses[i]
		}
	}
	return ""
}

// bare is an address in the form in which all ways to write it are alike.
func bare(address string) string {
	return strings.NewReplacer("[", ".", "]", "", `"`, "", "'", "", `\`, "").Replace(address)
}

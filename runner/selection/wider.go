package selection

import (
	"maps"
	"slices"
	"strings"

	"gesso/spec/address"
	"gesso/spec/near"
)

// meantPattern lists what could be meant by a word where a pattern may stand: blocks and
// modules too, where the word is one but for what a shell has eaten, lies within a module,
// or is the slip of a module's name.
func meantPattern(word string, addresses []string) []string {
	word = strings.TrimSpace(word)
	if meant := sameBare(word, addresses); len(meant) > 0 || word == "" {
		return slices.Compact(slices.SortedFunc(slices.Values(meant), address.Compare))
	}
	if meant := wider(word, addresses); len(meant) > 0 {
		return meant
	}
	if meant := meant(word, addresses); len(meant) > 0 {
		return meant
	}
	return slipOfWider(word, addresses)
}

// holders are the blocks and modules that have some of the addresses, with the keys of
// modules and without.
func holders(addresses []string) []string {
	all := map[string]bool{}
	for _, a := range addresses {
		steps := address.Parse(a)
		for i := range steps {
			all[address.Join(steps[:i+1])] = true
			whole := slices.Clone(steps[:i+1])
			for n := len(whole) - 1; n >= 0; n-- {
				whole[n].Key = ""
				all[address.Join(whole)] = true
			}
		}
	}
	for _, a := range addresses {
		delete(all, a)
	}
	return slices.SortedFunc(maps.Keys(all), address.Compare)
}

// wider are the blocks and modules that are written with other brackets and quotes, or
// without the word before them.
func wider(word string, addresses []string) []string {
	all := holders(addresses)
	for _, want := range []string{bare(word), "image." + bare(word), "module." + bare(word)} {
		if meant := only(all, func(a string) bool { return bare(a) == want }); len(meant) > 0 {
			return meant
		}
	}
	return nil
}

// slipOfWider are the blocks of that name in any module, or else the modules whose names
// the word is a slip of.
func slipOfWider(word string, addresses []string) []string {
	all := only(slices.Concat(holders(addresses), addresses), func(a string) bool { return !strings.Contains(a, "[") })
	name := nameOf(word)
	if meant := only(all, func(a string) bool { return strings.HasSuffix(nameOf(a), "."+name) }); len(meant) > 0 {
		return meant
	}
	var names []string
	for _, a := range all {
		names = append(names, nameOf(a))
	}
	if meant := near.Word(name, names); meant != "" {
		return all[slices.Index(names, meant):][:1]
	}
	return nil
}

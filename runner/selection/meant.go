package selection

import (
	"maps"
	"slices"
	"strings"

	"gesso/spec/address"
	"gesso/spec/near"
)

// meant lists which of some addresses could be meant by a word that names none of
// them, in their order: those that are the same but for brackets and quotes, which a
// shell may have eaten, or dots in their place; else the instances of the block or the
// module; else those with a key, and at last with a block, that the word is a slip of.
// It is empty where nothing is near.
func meant(word string, addresses []string) []string {
	addresses = slices.SortedFunc(slices.Values(addresses), address.Compare)
	word = strings.TrimSpace(word)
	for _, guess := range []func(word string, addresses []string) []string{
		sameBare, below, otherKeys, otherBlocks,
	} {
		if meant := guess(word, addresses); len(meant) > 0 {
			return slices.Compact(meant)
		}
	}
	return nil
}

// bare is an address in the form in which all ways to write it are alike, also with the
// quotes that a text editor puts in place of straight ones.
func bare(address string) string {
	return strings.NewReplacer("[", ".", "]", "", `"`, "", "'", "", `\`, "", "“", "", "”", "", "‘", "", "’", "", "„", "").Replace(address)
}

func only(addresses []string, is func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(addresses), func(a string) bool { return !is(a) })
}

// sameBare are those that are written with other brackets and quotes, or without the
// word image.
func sameBare(word string, addresses []string) []string {
	if word == "" {
		return nil
	}
	is := func(want string) []string {
		return only(addresses, func(a string) bool { return bare(a) == want })
	}
	if meant := is(bare(word)); len(meant) > 0 {
		return meant
	}
	return is("image." + bare(word))
}

// below are the instances of a block, or what is in a module, whose name lacks the
// word before it, or the quotes of a key.
func below(word string, addresses []string) []string {
	if word == "" {
		return nil
	}
	for _, begin := range []string{bare(word), "image." + bare(word), "module." + bare(word)} {
		if meant := only(addresses, func(a string) bool { return strings.HasPrefix(bare(a), begin+".") }); len(meant) > 0 {
			return meant
		}
	}
	return nil
}

// otherKeys are instances of the word's block: the one with the nearest key, or all.
func otherKeys(word string, addresses []string) []string {
	steps := address.Parse(word)
	if len(steps) == 0 || steps[len(steps)-1].Key == "" {
		// image.icon.swrd, where "sword" is a key
		cut := strings.LastIndexByte(word, '.')
		if cut < 0 {
			return nil
		}
		return nearest(word[:cut], word[cut+1:], addresses)
	}
	key := steps[len(steps)-1].Key
	steps[len(steps)-1].Key = ""
	return nearest(address.Join(steps), bare(key[1:]), addresses)
}

// nearest are the instances of a block with the key that is near to one, or all of it.
func nearest(block, key string, addresses []string) []string {
	all := only(addresses, func(a string) bool { return strings.HasPrefix(a, block+"[") && !strings.Contains(a[len(block):], "].") })
	var keys []string
	for _, a := range all {
		keys = append(keys, bare(a[len(block)+1:]))
	}
	if meant := near.Word(key, keys); meant != "" {
		return all[slices.Index(keys, meant):][:1]
	}
	return all
}

// otherBlocks are the instances of the block whose name the word is a slip of, and of
// those the one with the word's key.
func otherBlocks(word string, addresses []string) []string {
	names := map[string]bool{}
	for _, a := range addresses {
		names[nameOf(a)] = true
	}
	name := near.Word(nameOf(word), slices.Sorted(maps.Keys(names)))
	if name == "" {
		return nil
	}
	same := only(addresses, func(a string) bool { return nameOf(a) == name })
	if name != nameOf(word) && strings.HasPrefix(word, "module.") {
		same = only(same, func(a string) bool { return strings.HasPrefix(a, "module.") }) // another name, and another kind: no slip
	}
	steps := address.Parse(word)
	key := bare(steps[len(steps)-1].Key)
	if meant := only(same, func(a string) bool { return key != "" && strings.HasSuffix(bare(a), key) }); len(meant) > 0 {
		return meant
	}
	return same
}

// nameOf is an address without its keys, and without what all addresses have.
func nameOf(text string) string {
	steps := address.Parse(text)
	for i := range steps {
		steps[i].Key = ""
		for _, kind := range []string{"image.", "module."} {
			steps[i].Block = strings.TrimPrefix(steps[i].Block, kind)
		}
	}
	return address.Join(steps)
}

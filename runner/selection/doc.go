// Package selection says which images are meant by what a user writes on a command
// line: an address, a block or a module (all its instances), one of those with
// wildcards, or a tag.
//
//	image.hero["a"]           one instance
//	image.hero                a block: all its instances
//	module.shop               a module: all that is in it, and in the modules below
//	module.shop["x"]          that of one instance of the module
//	image.hero["a*"]          wildcards: * is any text of a name or a key, ? one character
//	module.*.image.hero       they stand in one step of an address, and a step without a
//	                          key is all its instances
//	tag:release               an image whose tags have release, and not as "false"
//	tag:set=winter            an image whose tag set is winter; wildcards here too
//
// Its promises:
//
//   - One grammar, and one way to say that nothing is meant, for every command. What
//     means nothing is an error that lists what it could mean, quoted so that it can
//     be pasted into a shell, also where the shell has eaten the quotes.
//   - A text that is the address of an image means that image alone, whatever
//     characters are in it.
//   - Many patterns and many images take as long as both lists, and not as their
//     product.
//
// What an image depends on, and what becomes of what is left out, is not known here:
// that is runner/decide's.
//
//	found, err := selection.Find("-target", patterns, images)
//	if found.Means("image.hero[0]") {
//		// it is selected
//	}
package selection

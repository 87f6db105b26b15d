// Package address is how instances are called: the keys of a block's instances,
// the steps of an address, patterns of steps that several addresses match, and
// the one order in which addresses stand in plans, records and listings.
//
// An address is a text such as module.cover["a"].image.hero[2], and this package
// reads only such as it writes itself: what a user writes as a reference is an
// expression, and is read by those who read expressions.
//
//	key := address.IndexKey(2)
//	hero := address.Image("hero", key) // image.hero[2]
//	steps := address.Parse("module.cover." + hero)
//	slices.SortFunc(addresses, address.Compare)
package address

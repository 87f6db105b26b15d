package state

import "gesso/spec/address"

// CompareAddress is address.Compare: the order of gesso.state is that of plans.
func CompareAddress(a, b string) int { return address.Compare(a, b) }

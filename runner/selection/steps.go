package selection

import "gesso/spec/address"

// Steps takes the address of one thing apart, with each key as addresses have it: what
// a user writes as ["\u0061"] is ["a"]. It takes every text.
func Steps(text string) []address.Step { return stepsOf(text) }

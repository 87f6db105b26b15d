package selection

import (
	"strings"

	"gesso/spec/address"
)

// MayTarget reports whether -target can mean an instance of a block, which is written as
// references name it, such as module.shop.image.crest. Which instances a block has, and
// which tags, need not be known.
func (c Choice) MayTarget(block string) bool {
	if len(c.Targets) == 0 {
		return true
	}
	steps := address.Parse(block)
	for _, text := range c.Targets {
		if strings.HasPrefix(strings.TrimSpace(text), tagPrefix) || covers(stepsOf(text), steps) {
			return true
		}
	}
	return false
}

// Excluded reports whether -exclude means a block with all of its instances.
func (c Choice) Excluded(block string) bool {
	steps := address.Parse(block)
	for _, text := range c.Excludes {
		pattern := stepsOf(text)
		if !strings.HasPrefix(strings.TrimSpace(text), tagPrefix) && covers(pattern, steps) && !keyed(pattern) {
			return true
		}
	}
	return false
}

// covers reports whether a pattern, but for its keys, is the address of a block or of a
// module around it.
func covers(pattern, block []address.Step) bool {
	if len(pattern) == 0 || len(pattern) > len(block) {
		return false
	}
	for n, step := range pattern {
		if !like(step.Block, block[n].Block) {
			return false
		}
	}
	return true
}

func keyed(pattern []address.Step) bool {
	for _, step := range pattern {
		if step.Key != "" {
			return true
		}
	}
	return false
}

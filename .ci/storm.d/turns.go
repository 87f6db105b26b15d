package main

import (
	"fmt"
)

// stir is watch after several runs at once: each may have changed the pictures of each
// block, also where they are now what they were.
func (r *round) stir(runs int) error {
	for _, b := range r.plot.blocks {
		b.turns += runs
		b.signature = ""
	}
	return r.watch(runs)
}

// watch notes which blocks have other pictures than when it was called last: each
// time allows those that they trigger another picture. Two runs may have been meant
// to change them.
func (r *round) watch(runs int) error {
	if r.plot.steady {
		return nil
	}
	s, err := r.recorded()
	if err != nil {
		return err
	}
	for _, b := range r.plot.blocks {
		signature, found := fmt.Sprint(b.shape, b.prefix), false
		for _, one := range b.instances() {
			if record := s.Get(one.address); record != nil {
				signature += " " + record.Artifact
				found = found || record.Artifact != ""
			}
		}
		if !found || signature == b.signature {
			continue
		}
		if b.signature != "" {
			b.turns += runs
		}
		b.signature = signature
	}
	return nil
}

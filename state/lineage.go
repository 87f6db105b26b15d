package state

import "slices"

// Lineage is what one paid picture is known by, in whatever bytes it is: many requests
// may have one key, a provider may draw the same for two of them and be paid for each,
// and it may deliver one picture in other bytes the next time. Lineages are equal where
// the picture is one. A Lineage is a key of maps.
//
// Which of its task's pictures it is tells a picture from all others, however it came:
// two clones that collect one call may get other bytes each. Where that was not recorded,
// the bytes of the first delivery have to tell.
type Lineage struct {
	key      Key
	task     string
	position int
	identity string // "" where the position tells
}

// Lineage is the picture's.
func (p *Picture) Lineage() Lineage {
	if p.Task != "" && p.Position > 0 {
		return Lineage{key: p.Key, task: p.Task, position: p.Position}
	}
	return Lineage{key: p.Key, task: p.Task, identity: p.Identity()}
}

// Named are the hashes by which records of other pictures may name this one: of its first
// delivery, of what came on another branch for the first, and of the bytes that it is now,
// from which versions that did not know of the first one made edits.
func (p *Picture) Named() []string {
	names := append([]string{p.Identity()}, p.Also...)
	if !slices.Contains(names, p.Artifact) {
		names = append(names, p.Artifact)
	}
	return names
}

// Knows reports whether a hash is one of Named.
func (p *Picture) Knows(sha string) bool { return sha != "" && slices.Contains(p.Named(), sha) }

// With is the picture with what another branch knows of it: the hashes by which that names
// it. Both have one Lineage.
func (p Picture) With(other *Picture) Picture {
	names := append(slices.Clone(p.Also), other.Identity())
	names = append(names, other.Also...)
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(sha string) bool { return sha == "" || sha == p.Identity() })
	p.Also = names[:min(len(names), maxAlso)]
	if len(p.Also) == 0 {
		p.Also = nil
	}
	return p
}

// maxAlso bounds the branches on which one picture was delivered for the first.
const maxAlso = 64

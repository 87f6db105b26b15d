package gallery

import (
	"slices"
	"strconv"
	"strings"

	"gesso/spec/address"
	"gesso/spec/grid"
	"gesso/spec/repeat"
)

// groups returns the blocks of all images, and fills in the images' values on the axes.
func (m *maker) groups(subjects []*subject, all []Image) []Group {
	members := map[string][]int{} // by block
	var blocks []string
	for n := range all {
		block := all[n].Block
		if members[block] == nil {
			blocks = append(blocks, block)
		}
		members[block] = append(members[block], n)
	}
	slices.SortFunc(blocks, address.Compare)
	groups := make([]Group, len(blocks))
	for i, block := range blocks {
		groups[i] = Group{Block: block, Module: moduleOf(block), Chain: m.chain(members[block], all)}
		var varied []int
		var of []grid.Member
		for _, n := range members[block] {
			if s := subjects[n]; s.instance != nil {
				varied, of = append(varied, n), append(of, grid.Member{Modules: modulesOf(s.address), Occurrence: s.instance.Occurrence})
			} else if !m.known() {
				varied, of = append(varied, n), append(of, grid.Member{Modules: modulesOf(s.address), Occurrence: repeat.Occurrence{Key: keyOf(s.address)}})
			}
		}
		found := grid.Of(nameOf(block), of)
		if found == nil {
			continue
		}
		for _, a := range found.Axes {
			groups[i].Axes = append(groups[i].Axes, Axis(a))
		}
		for k, n := range varied {
			all[n].At = found.At[k]
		}
	}
	return groups
}

// shown returns the groups that have images, with what is shown of their chains.
func shown(groups []Group, images []Image) []Group {
	blocks, addresses := map[string]bool{}, map[string]bool{}
	for n := range images {
		blocks[images[n].Block], addresses[images[n].Address] = true, true
	}
	out := []Group{}
	for _, g := range groups {
		if !blocks[g.Block] {
			continue
		}
		g.Chain = slices.DeleteFunc(g.Chain, func(at string) bool { return !addresses[at] })
		if len(g.Chain) < 2 {
			g.Chain = nil
		}
		out = append(out, g)
	}
	return out
}

// moduleOf returns the address of a block's module; "" is the root.
func moduleOf(block string) string {
	modules, _ := apart(block)
	return address.Join(modules)
}

// apart splits an address into its modules and its image. An address in the state may be
// any text.
func apart(at string) ([]address.Step, address.Step) {
	steps := address.Parse(at)
	if len(steps) == 0 {
		return nil, address.Step{}
	}
	return steps[:len(steps)-1], steps[len(steps)-1]
}

// nameOf returns a block's own name, such as card for module.town.image.card.
func nameOf(block string) string { return block[strings.LastIndexByte(block, '.')+1:] }

// modulesOf returns the keys of the modules that an image is in.
func modulesOf(at string) []grid.Key {
	var keys []grid.Key
	modules, _ := apart(at)
	for _, s := range modules {
		if s.Key != "" {
			keys = append(keys, grid.Key{Name: nameOf(s.Block), Text: keyIn(s).Text()})
		}
	}
	return keys
}

// keyOf returns the key of an image.
func keyOf(at string) address.Key {
	_, image := apart(at)
	return keyIn(image)
}

// keyIn parses the key in a step of an address.
func keyIn(s address.Step) address.Key {
	inside := strings.TrimSuffix(strings.TrimPrefix(s.Key, "["), "]")
	if inside == "" {
		return address.Key{}
	}
	if n, err := strconv.Atoi(inside); err == nil {
		return address.IndexKey(n)
	}
	name, err := strconv.Unquote(inside)
	if err != nil {
		name = inside
	}
	return address.NameKey(strings.NewReplacer("$${", "${", "%%{", "%{").Replace(name))
}

// chain returns the addresses of the chain that all images of a block lie on, each made
// from the one before it, from the first picture on; nil if there is none.
func (m *maker) chain(members []int, all []Image) []string {
	sources := map[string]bool{}
	for _, n := range members {
		sources[all[n].Source] = true
	}
	last := ""
	for _, n := range members {
		if at := all[n].Address; !sources[at] {
			if last != "" {
				return nil
			}
			last = at
		}
	}
	var line []string
	for at := last; at != "" && !slices.Contains(line, at); at = m.source(at) {
		line = append(line, at)
	}
	slices.Reverse(line)
	on := 0
	for _, at := range line {
		if blockOf(at) == all[members[0]].Block {
			on++
		}
	}
	if len(line) < 2 || on != len(members) {
		return nil
	}
	return line
}

package config

import (
	"slices"
	"strings"
)

// Node is a block, or a local value, as a graph of the configuration shows it.
type Node struct {
	Address string   // image.hero, module.a.var.style: without the keys of instances
	Module  string   // the module block that it is in, module.a; "" for the root
	Needs   []string // addresses of what its expressions use, sorted
}

// Nodes lists the nodes of a configuration without errors, module by module.
// Of the root's variables it has those that something uses: the others are for
// settings, or for nothing.
func (t *Tree) Nodes() []Node {
	nodes := t.Root.nodes()
	used := map[string]bool{}
	for _, n := range nodes {
		for _, needed := range n.Needs {
			used[needed] = used[needed] || needed != n.Address
		}
	}
	return slices.DeleteFunc(nodes, func(n Node) bool { return strings.HasPrefix(n.Address, "var.") && !used[n.Address] })
}

// nodes lists those of a module and of the modules that it calls.
func (m *Module) nodes() []Node {
	var found []Node
	add := func(address string, needs []string) {
		found = append(found, Node{m.prefix() + address, strings.TrimSuffix(m.prefix(), "."), m.within(needs)})
	}
	for _, name := range Names(m.Variables)() {
		v := m.Variables[name]
		needs := v.Home().addressesIn(v.References())
		for _, rule := range v.Validations {
			needs = append(needs, m.addressesIn(rule.References())...)
		}
		self := m.prefix() + "var." + name // a rule always looks at its own variable
		add("var."+name, slices.DeleteFunc(needs, func(needed string) bool { return needed == self }))
	}
	for _, name := range Names(m.Locals)() {
		add("local."+name, m.addressesIn(m.Locals[name].References()))
	}
	for _, name := range Names(m.Images)() {
		add("image."+name, m.addressesIn(m.Images[name].References()))
	}
	for _, name := range Names(m.Outputs)() {
		add("output."+name, m.addressesIn(m.Outputs[name].References()))
	}
	for _, name := range Names(m.Checks)() {
		add("check."+name, m.addressesIn(m.Checks[name].References))
	}
	for _, name := range Names(m.Calls)() {
		call := m.Calls[name]
		add("module."+name, m.addressesIn(call.References()))
		found = append(found, call.Module.nodes()...)
	}
	return found
}

// addressesIn lists what references name in a module. A whole module block
// stands for its outputs.
func (m *Module) addressesIn(refs References) []string {
	var found []string
	if m == nil {
		return nil // nothing is around the root
	}
	for _, kind := range []struct {
		word  string
		names []string
	}{{"var.", refs.Variables}, {"local.", refs.Locals}, {"image.", refs.Images}} {
		for _, name := range kind.names {
			found = append(found, m.prefix()+kind.word+name)
		}
	}
	for _, use := range refs.Modules {
		name, output, one := strings.Cut(use, ".")
		address := m.prefix() + "module." + name
		if one {
			address += ".output." + output
		}
		found = append(found, address)
	}
	return found
}

// within sorts what a node of the module needs, and adds the module block
// itself, which decides the instances, where nothing else leads to it.
func (m *Module) within(needs []string) []string {
	inside := func(needed string) bool { return strings.HasPrefix(needed, m.prefix()) }
	if m.Call != nil && !slices.ContainsFunc(needs, inside) {
		needs = append(needs, strings.TrimSuffix(m.prefix(), "."))
	}
	return Unique(needs)
}

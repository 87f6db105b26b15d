package eval

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/derive/block"
)

// derives evaluates the derive blocks of an instance.
func (b *blockScope) derives(i *Instance, ctx *hcl.EvalContext) (diags hcl.Diagnostics) {
	if len(i.Block.Derives) == 0 {
		return nil
	}
	c := b.m.e.config
	s := block.Scope{Address: i.Address, Image: i.Block.Name, Each: i.Block.ForEach == nil, Lacking: c.Lacking, Place: c.outputPath, Value: b.m.value, Contexts: b.m.contexts}
	i.Derived, diags = s.Read(i.Block.Derives, ctx)
	i.broken = i.broken || i.Derived.Broken
	i.DependsOn = append(i.DependsOn, i.Derived.Addresses...)
	return diags
}

// DeriveRange is where the file of the instance at a path is declared.
func (i *Instance) DeriveRange(path string) hcl.Range {
	if expr := i.Derived.PathOf(path); expr != nil {
		rng := expr.Range()
		return *i.module.e.config.Range(&rng)
	}
	return i.Block.Range
}

package lang

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// The types of settings, for whoever describes a provider block.
var (
	Text    = cty.String
	Number  = cty.Number
	Flag    = cty.Bool
	Texts   = cty.List(cty.String)
	Numbers = cty.Map(cty.Number)
)

// Kind is a kind of provider as the language knows it. It does not change.
type Kind struct {
	Name string // the label of its blocks, and the word that references to them begin with

	// Unnamed says that its provider without an alias is recorded under no name,
	// as every default provider was while there was one kind of them.
	Unnamed bool

	// Block is what a provider block of the kind may hold. It has the argument
	// alias; of endpoint, token, model, size, price, currency, parallelism,
	// requests_per_minute, poll_interval and timeout those that it knows, with the
	// meaning that they have for all kinds, and any others. A block "sandbox" is
	// one for the built-in sandbox, and needs endpoint = "sandbox".
	Block *Schema

	// Model is that of images that name none where the block does not either.
	Model string

	// Size tells the size of images that name none where the block does not
	// either, by their model. Nil leaves it "".
	Size func(model string) string
}

// DefaultSize is what Size tells.
func (k *Kind) DefaultSize(model string) string {
	if k == nil || k.Size == nil {
		return ""
	}
	return k.Size(model)
}

// With is the kind with further blocks in its block, such as that of a sandbox
// that stands in for it.
func (k *Kind) With(blocks ...*Schema) *Kind {
	more, block := *k, *k.Block
	block.Blocks = append(slices.Clone(block.Blocks), blocks...)
	more.Block = Define(block)
	return &more
}

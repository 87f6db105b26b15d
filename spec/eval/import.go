package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// Import is an existing picture that an image takes over, as an import block
// says. One of File and Task is set.
type Import struct {
	Address string
	File    string    // slash-separated, relative to the configuration
	Task    string    // the provider's id of a task
	Range   hcl.Range // of the id

	To config.Target // its address, as the block has it
}

// ID is what the block calls the picture.
func (i *Import) ID() string { return i.File + i.Task }

// checkImports finds import blocks for images that nothing declares.
func (e *evaluator) checkImports() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, address := range config.Names(e.config.Imports)() {
		i := e.config.Imports[address]
		if e.byAddress[address] != nil {
			continue
		}
		img := e.config.Block(address)
		if img != nil && (img.Broken || e.hides(img)) {
			continue
		}
		why := "Declare it, or change the address."
		if img != nil {
			why = "Its block, at " + diag.Position(img.Range) + ", has other instances: give one of their keys."
		}
		diags = append(diags, diag.ProblemAt(i.To.Range, "Configuration for import target does not exist",
			"Nothing declares %s, which a picture is to be imported into. %s", address, why)...)
	}
	return diags
}

// hides reports whether a mistake, or a value that a partial configuration
// lacks, hides some of a block's instances.
func (e *evaluator) hides(img *config.Image) bool {
	return slices.ContainsFunc(e.modules[img.Owner], func(m *moduleInstance) bool {
		return m.failed[img.Name] || m.imagesStand(img.Name) || m.inHidden()
	})
}

package spec

import (
	"cmp"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/spec/filename"
	"gesso/spec/lang"
)

// settings evaluates the gesso block and the provider blocks. They may use variables
// and locals, but no image: they are needed before the first one.
func (d *loader) settings() hcl.Diagnostics {
	var diags hcl.Diagnostics
	s := &settings{d.config.Prelude()}
	if d.Gesso != nil {
		diags = append(diags, d.outputDir(s)...)
		diags = append(diags, d.metadata(s)...)
		diags = append(diags, d.store()...)
		diags = append(diags, d.backend()...)
		diags = append(diags, s.setting(d.Gesso.Content, "normalize", &d.config.Normalize)...)
		diags = append(diags, d.budget(s, &d.config.Budget)...)
		diags = append(diags, d.silence(s)...)
	}
	for _, block := range d.Providers {
		diags = append(diags, providerSettings(s, block.Content, block.Provider)...)
	}
	diags = append(diags, s.importPictures(d.Imports)...)
	return diag.InFileOrder(diags)
}

func (d *loader) outputDir(s *settings) hcl.Diagnostics {
	dir := d.config.OutputDir
	if diags := s.setting(d.Gesso.Content, "output_dir", &dir); diags.HasErrors() {
		return diags
	}
	clean, why := d.config.Inside(dir)
	if why != "" {
		return diag.ProblemAt(d.Gesso.Content.Attributes["output_dir"].Expr.Range(), "Invalid output directory",
			"The output_dir %q %s. Name a folder below it.", dir, why)
	}
	rng := func() hcl.Range { return d.Gesso.Content.Attributes["output_dir"].Expr.Range() }
	if why := cmp.Or(filename.Reserved(clean), filename.Claimed(clean)); why != "" {
		return diag.ProblemAt(rng(), "Invalid output directory", "The output_dir %q %s. Name another folder.", dir, why)
	}
	d.config.OutputDir = path.Clean(clean)
	if why := filename.Portable(clean); why != "" {
		return diag.WarningAt(rng(), "Path that Windows cannot hold",
			"The output_dir %q %s. A checkout of a project with such a folder fails there. Name another one if the project may be used on Windows.", dir, why)
	}
	return nil
}

func (d *loader) metadata(s *settings) hcl.Diagnostics {
	diags := s.setting(d.Gesso.Content, "metadata", &d.config.Metadata)
	if attr, ok := d.Gesso.Content.Attributes["metadata"]; ok && !diags.HasErrors() {
		diags = append(diags, eval.CheckMetadata(d.config.Metadata, attr.Expr.Range())...)
	}
	return diags
}

// silence reads which warnings are not told.
func (d *loader) silence(s *settings) hcl.Diagnostics {
	var ids []string
	diags := s.setting(d.Gesso.Content, "silence", &ids)
	for _, id := range ids {
		if !slices.Contains(lang.WarningIDs(), id) && !slices.Contains(lang.RetiredWarnings, id) {
			diags = append(diags, diag.ProblemAt(d.Gesso.Content.Attributes["silence"].Expr.Range(), "Unknown warning",
				"No warning has the id %q.%s The ids are %s; each stands behind its warning's title.", id, diag.DidYouMean(id, lang.WarningIDs()), diag.Enumerate(lang.WarningIDs()))...)
		}
	}
	d.config.Silence = ids
	return diags
}

func (d *loader) budget(s *settings, b *eval.Budget) hcl.Diagnostics {
	block, content, diags := s.single(d.Gesso.Content, lang.Budget)
	if block == nil {
		return diags
	}
	diags = append(diags, s.setting(content, "max_images", &b.MaxImages)...)
	diags = append(diags, s.setting(content, "max_cost", &b.MaxCost)...)
	diags = append(diags, s.setting(content, "allow_unpriced", &b.AllowUnpriced)...)
	if b.MaxImages != nil && *b.MaxImages < 0 {
		diags = append(diags, diag.ProblemAt(content.Attributes["max_images"].Expr.Range(), "Invalid budget",
			"The number of pictures that a run may buy cannot be below 0. With 0 nothing is bought; without the argument there is no bound.")...)
	}
	if b.MaxCost != nil && *b.MaxCost < 0 {
		diags = append(diags, diag.ProblemAt(content.Attributes["max_cost"].Expr.Range(), "Invalid budget",
			"What a run may cost cannot be below 0. With 0 nothing is bought; without the argument there is no bound.")...)
	}
	return diags
}

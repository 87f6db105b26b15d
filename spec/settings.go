package spec

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"gesso/spec/funcs"
)

// settings evaluates the gesso and provider blocks. They may use variables
// and locals, but no image: they are needed before the first one.
func (d *decoder) settings() hcl.Diagnostics {
	var diags hcl.Diagnostics
	e := newEvaluator(d.config, nil)
	if d.gesso != nil {
		diags = append(diags, d.gessoSettings(e)...)
	}
	if d.provider != nil {
		diags = append(diags, d.flux(e, &d.config.Provider)...)
	}
	return diags
}

func (d *decoder) gessoSettings(e *evaluator) hcl.Diagnostics {
	content, diags := d.gesso.Body.Content(gessoSchema)
	diags = append(diags, e.setting(content, "output_dir", &d.config.OutputDir)...)
	if attr := content.Attributes["output_dir"]; attr != nil && !diags.HasErrors() {
		dir := path.Clean(d.config.OutputDir)
		if path.IsAbs(dir) || dir == ".." || strings.HasPrefix(dir, "../") {
			diags = append(diags, problemAt(attr.Expr.Range(), "Output directory outside of the configuration",
				"%q is not below the configuration's directory. Name a folder inside of it.", d.config.OutputDir)...)
		}
		d.config.OutputDir = dir
	}
	block, more := single(content, "budget")
	diags = append(diags, more...)
	if block == nil {
		return diags
	}
	return append(diags, e.budget(block, &d.config.Budget)...)
}

func (e *evaluator) budget(block *hcl.Block, b *Budget) hcl.Diagnostics {
	content, diags := block.Body.Content(budgetSchema)
	diags = append(diags, e.setting(content, "max_images", &b.MaxImages)...)
	diags = append(diags, e.setting(content, "max_cost", &b.MaxCost)...)
	diags = append(diags, e.setting(content, "allow_unpriced", &b.AllowUnpriced)...)
	if b.MaxImages != nil && *b.MaxImages < 0 {
		diags = append(diags, problemAt(content.Attributes["max_images"].Expr.Range(), "Invalid budget", "The number of pictures that a run may buy cannot be below 0.")...)
	}
	if b.MaxCost != nil && *b.MaxCost < 0 {
		diags = append(diags, problemAt(content.Attributes["max_cost"].Expr.Range(), "Invalid budget", "What a run may cost cannot be below 0.")...)
	}
	return diags
}

// single returns the block of a type that may stand once, or nil.
func single(content *hcl.BodyContent, blockType string) (*hcl.Block, hcl.Diagnostics) {
	var found *hcl.Block
	for _, block := range content.Blocks {
		if block.Type != blockType {
			continue
		}
		if found != nil {
			return found, problemAt(block.DefRange, "Duplicate "+blockType+" block",
				"There is a %s block at %s already. Put all arguments into one of them.", blockType, place(found.DefRange))
		}
		found = block
	}
	return found, nil
}

// setting evaluates one argument of a settings block into a Go value. An
// absent or null one leaves target as it is.
func (e *evaluator) setting(content *hcl.BodyContent, name string, target any) hcl.Diagnostics {
	attr, ok := content.Attributes[name]
	if !ok {
		return nil
	}
	refs, diags := e.config.resolve(scope{}, attr.Expr)
	if diags.HasErrors() {
		return diags
	}
	ctx, diags := e.staticContext(refs, attr)
	if diags.HasErrors() {
		return diags
	}
	value, diags := attr.Expr.Value(ctx)
	if diags.HasErrors() {
		return diags
	}
	value, marks := value.UnmarkDeep()
	for m := range marks {
		if impure, ok := m.(funcs.Impure); ok {
			return problemAt(attr.Expr.Range(), "Impure function", "The argument %q uses %s(), which gives another value in every run.", name, impure.Name)
		}
	}
	if value.IsNull() {
		return nil
	}
	if err := decodeValue(value, target); err != nil {
		return problemAt(attr.Expr.Range(), "Incorrect argument type", "The argument %q has the wrong type: %s.", name, err)
	}
	return nil
}

// staticContext is where settings are evaluated: locals that need an image
// are not there.
func (e *evaluator) staticContext(refs references, attr *hcl.Attribute) (*hcl.EvalContext, hcl.Diagnostics) {
	if image := e.config.imageBehind(refs); image != "" {
		return nil, problemAt(attr.Expr.Range(), "Unsuitable value",
			"The argument %q depends on image.%s, but it is needed before any image. Use variables and other local values.", attr.Name, image)
	}
	if diags := e.locals(refs.locals); diags.HasErrors() {
		return nil, diags
	}
	return e.context(refs), nil
}

// imageBehind names an image that the references lead to, or "".
func (c *Config) imageBehind(refs references) string {
	if len(refs.images) > 0 {
		return refs.images[0]
	}
	for _, name := range refs.locals {
		if image := c.imageBehind(c.locals[name].references); image != "" {
			return image
		}
	}
	return ""
}

// decodeValue converts a value to what target points at.
func decodeValue(value cty.Value, target any) error {
	ty, err := gocty.ImpliedType(target)
	if err != nil {
		return err
	}
	value, err = convert.Convert(value, ty)
	if err != nil {
		return err
	}
	return gocty.FromCtyValue(value, target)
}

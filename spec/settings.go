package spec

import (
	"cmp"
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"gesso/spec/diag"
	"gesso/spec/filename"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// settings evaluates the gesso block and the provider blocks. They may use variables
// and locals, but no image: they are needed before the first one.
func (d *decoder) settings() hcl.Diagnostics {
	var diags hcl.Diagnostics
	m := newEvaluator(d.config, nil).root
	if d.gesso != nil {
		diags = append(diags, d.outputDir(m)...)
		diags = append(diags, d.budget(m, &d.config.Budget)...)
	}
	for _, block := range d.providers {
		diags = append(diags, m.providerSettings(block.content, block.provider)...)
	}
	diags = append(diags, d.importedPictures(m)...)
	return diag.InFileOrder(diags)
}

func (d *decoder) outputDir(m *moduleInstance) hcl.Diagnostics {
	dir := d.config.OutputDir
	if diags := m.setting(d.gesso.content, "output_dir", &dir); diags.HasErrors() {
		return diags
	}
	clean, why := d.config.Inside(dir)
	if why != "" {
		return diag.ProblemAt(d.gesso.content.Attributes["output_dir"].Expr.Range(), "Invalid output directory",
			"The output_dir %q %s. Name a folder below it.", dir, why)
	}
	rng := func() hcl.Range { return d.gesso.content.Attributes["output_dir"].Expr.Range() }
	if why := filename.Reserved(clean); why != "" {
		return diag.ProblemAt(rng(), "Invalid output directory", "The output_dir %q %s. Name another folder.", dir, why)
	}
	d.config.OutputDir = path.Clean(clean)
	if why := filename.Portable(clean); why != "" {
		return diag.WarningAt(rng(), "Path that Windows cannot hold",
			"The output_dir %q %s. A checkout of a project with such a folder fails there. Name another one if the project may be used on Windows.", dir, why)
	}
	return nil
}

// single decodes the block of a type that may stand once, be it by itself or in
// a dynamic block with one element at most; nil is none.
func (m *moduleInstance) single(content *decoded, schema *lang.Schema) (*hcl.Block, *decoded, hcl.Diagnostics) {
	var found *hcl.Block
	var inner *decoded
	var diags hcl.Diagnostics
	for _, block := range content.Blocks {
		if block.Type != schema.Type {
			continue
		}
		elements, more := m.elements(content.dynamics[block])
		diags = append(diags, more...)
		if len(elements) == 0 {
			continue
		}
		if found != nil || len(elements) > 1 {
			return found, inner, append(diags, duplicateBlock(block, cmp.Or(found, block))...)
		}
		found = block
		inner, more = contents(block, schema)
		if content.dynamics[block] != nil {
			inner.element = elements[0].Variables
		}
		diags = append(diags, more...)
	}
	return found, inner, diags
}

// single returns the block of a type that may stand once, or nil.
func single(content *decoded, blockType string) (*hcl.Block, hcl.Diagnostics) {
	var found *hcl.Block
	for _, block := range content.Blocks {
		if block.Type != blockType {
			continue
		}
		if found != nil {
			return found, duplicateBlock(block, found)
		}
		found = block
	}
	return found, nil
}

func duplicateBlock(block, first *hcl.Block) hcl.Diagnostics {
	return diag.ProblemAt(block.DefRange, "Duplicate "+block.Type+" block",
		"There is a %s block at %s already. Put all arguments into one of them.", block.Type, diag.Place(first.DefRange))
}

// elements are the contexts of a block of settings, without the names of the
// configuration: what a setting uses of it comes with that.
func (m *moduleInstance) elements(repeat *dynamic) ([]*hcl.EvalContext, hcl.Diagnostics) {
	_, refs, diags := repeat.link(m.e.config, scope{module: m.module})
	diags = append(diags, m.needLocals(refs.locals)...)
	contexts, _, more := m.contexts(repeat, m.context(refs))
	return contexts, append(diags, more...)
}

func (d *decoder) budget(m *moduleInstance, b *Budget) hcl.Diagnostics {
	block, content, diags := m.single(d.gesso.content, lang.Budget)
	if block == nil {
		return diags
	}
	diags = append(diags, m.setting(content, "max_images", &b.MaxImages)...)
	diags = append(diags, m.setting(content, "max_cost", &b.MaxCost)...)
	diags = append(diags, m.setting(content, "allow_unpriced", &b.AllowUnpriced)...)
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

// setting evaluates one argument of a settings block into a Go value. An
// absent or null one leaves target as it is.
func (m *moduleInstance) setting(content *decoded, name string, target any) hcl.Diagnostics {
	argument := content.schema.Argument(name)
	attr, ok := content.Attributes[name]
	if !ok {
		return nil
	}
	unknown, diags := m.settingValue(attr, content.element, argument, target)
	if unknown && content.unknown == nil {
		content.unknown = map[string]bool{}
	}
	if unknown {
		content.unknown[name] = true
	}
	if argument.Sensitive {
		return diag.WithoutLine(diags, attr.NameRange)
	}
	return diags
}

// settingValue reports a value that is unknown, in a partial configuration.
func (m *moduleInstance) settingValue(attr *hcl.Attribute, element map[string]cty.Value, argument *lang.Argument, target any) (bool, hcl.Diagnostics) {
	expr := source.Native(attr.Expr)
	s := scope{module: m.module}
	for name := range element {
		s.iterator = name
	}
	refs, diags := m.e.config.resolve(s, expr)
	if diags.HasErrors() {
		return false, diags
	}
	if image := m.module.imageBehind(refs); image != "" {
		return false, diag.ProblemAt(expr.Range(), "Unsuitable value",
			"The argument %q depends on %s, but it is needed before any image. Use variables and other local values.", attr.Name, image)
	}
	diags = m.needLocals(refs.locals)
	ctx := m.context(refs)
	if element != nil {
		ctx = ctx.NewChild()
		ctx.Variables = element
	}
	value, more := m.value(expr, ctx)
	if diags = append(diags, more...); diags.HasErrors() {
		return false, diags
	}
	value, marks := value.UnmarkDeep()
	o := originOf(marks)
	switch {
	case o.ephemeral && attr.Name == "output_dir":
		return false, diag.ProblemAt(expr.Range(), "Invalid use of ephemeral value",
			"The argument %q is derived from an ephemeral value, and gesso writes down where pictures are. Use a variable without ephemeral = true.", attr.Name)
	case o.impure != "" && (!o.machine || argument.Shared):
		return false, diag.ProblemAt(expr.Range(), "Impure function in a setting",
			"The argument %q uses %s, which %s. Use a variable.", attr.Name, o.impure, o.change())
	case o.sensitive && argument.Shown:
		return false, diag.ProblemAt(expr.Range(), "Sensitive value in a visible argument",
			"The argument %q is derived from a sensitive value, and gesso shows it and writes it down. Use nonsensitive(...) if it may be shown.", attr.Name)
	case o.broken || value.IsNull():
		return false, nil
	}
	value, err := convert.Convert(value, argument.Type)
	if err == nil && !value.IsWhollyKnown() {
		return true, nil
	}
	if err == nil {
		err = gocty.FromCtyValue(value, target)
	}
	if err != nil {
		return false, diag.Within(diag.ProblemAt(expr.Range(), "Incorrect argument type",
			"The argument %q has the wrong type: %s.", attr.Name, diag.ErrorText(err)), expr, ctx)
	}
	return false, nil
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

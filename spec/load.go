package spec

import (
	"os"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
	"gesso/spec/diag"
	"gesso/spec/filename"
	"gesso/spec/funcs"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Load reads and decodes every *.hcl and *.hcl.json file of the directory dir
// that is not a dot-file, and the modules that they call, and gives the variables their values. The Config is never nil: its
// Sources serve to print the diagnostics. It is fit for Expand only when the
// diagnostics hold no error.
//
// After an error Load goes on as far as what is left makes sense, up to
// evaluating the images that have nothing to do with it, so that all mistakes
// are told at once.
func Load(dir string, in Inputs) (*Config, hcl.Diagnostics) {
	c := &Config{
		Providers: map[string]*Provider{},
		Root:      newModule(".", nil),
		values:    map[string]cty.Value{},
		meter:     new(bound.Meter),
		secrets:   newSecrets(),
		partial:   in.Partial,
		kinds:     in.Kinds,
	}
	c.chooseDefault()
	lang.Gesso.Argument("output_dir").SetDefault(&c.OutputDir)
	var err error
	c.Files, err = source.Open(dir)
	var root *os.Root
	if err == nil {
		root, err = os.OpenRoot(dir)
	}
	if err != nil {
		return c, diag.Problem("Unreadable configuration directory",
			"The directory %s cannot be opened: %s. Name the directory of the configuration with -chdir=DIR.", dir, filename.Pathless(err))
	}
	defer root.Close()
	c.interrupt = in.Interrupt
	defer c.heed()()
	c.functions = funcs.Table(c.Folder, time.Now, c.meter)
	return c, c.presentable(c.load(root, in))
}

// heed lets the evaluations until the returned function is called hear an
// interrupt.
func (c *Config) heed() (deaf func()) {
	c.meter.Heed(c.interrupt)
	return func() { c.meter.Heed(nil) }
}

// Uninterruptible lets later evaluations come to their end, whatever happens to
// Inputs.Interrupt.
func (c *Config) Uninterruptible() { c.interrupt = nil }

func (c *Config) load(root *os.Root, in Inputs) hcl.Diagnostics {
	d := &decoder{config: c, module: c.Root, version: in.Version}
	diags := d.load()
	if d.unreadable {
		return diags
	}
	c.chooseDefault()
	diags = append(diags, d.link()...)
	if diags.HasErrors() {
		in.Ask = nil // nobody is asked for what serves nothing
	}
	diags = append(diags, c.assign(root, in)...)
	if d.cyclic {
		return diags
	}
	diags = append(diags, d.settings()...)
	if diags.HasErrors() {
		_, more := c.expand(nil)
		diags = append(diags, more...)
	}
	return diags
}

// load reads and decodes all files of a module, and the modules that it calls.
// What is missing in a file that cannot be read would be missed everywhere.
func (d *decoder) load() hcl.Diagnostics {
	names, diags := d.config.ConfigFiles(d.module.Dir)
	if call := d.module.call; call != nil && diags.HasErrors() {
		diags = diag.ProblemAt(call.sourceRng, "Unreadable module directory",
			"%s A module's source is relative to the directory of the file that names it.", diags[0].Detail)
	}
	if !diags.HasErrors() && len(names) == 0 {
		diags = d.noFiles()
	}
	d.unreadable = diags.HasErrors()
	for _, name := range names {
		if d.config.meter.Interrupted() {
			d.unreadable = true
			return diag.Interrupt()
		}
		more, ok := d.read(name)
		diags = append(diags, more...)
		d.unreadable = d.unreadable || !ok
	}
	if more := d.checkVersion(); more.HasErrors() {
		d.unreadable = true
		return more // whatever else looks wrong may be right in that version
	}
	if d.unreadable {
		return diags
	}
	diags = append(diags, d.permit()...)
	return append(diags, d.loadModules()...)
}

func (d *decoder) noFiles() hcl.Diagnostics {
	if call := d.module.call; call != nil {
		return diag.ProblemAt(call.sourceRng, "No configuration files",
			"The directory %s has no *.hcl or *.hcl.json file, so there is no module in it. Is the path right? It is relative to the file that names it.", d.module.Dir)
	}
	return diag.Problem("No configuration files",
		"The directory %s has no *.hcl or *.hcl.json file. Create one with at least one image block, or name another directory with -chdir=DIR.", d.config.Dir)
}

// read reads, parses and decodes one file. It reports whether everything that
// it declares is known, if not what that is.
func (d *decoder) read(name string) (hcl.Diagnostics, bool) {
	src, diags := d.config.Read(name)
	if diags.HasErrors() {
		return diags, false
	}
	if source.IsJSON(name) {
		return d.readJSON(src, name)
	}
	var wrong hcl.Diagnostics
	decoded := false
	diags = source.Parse(src, name, source.PieceSize, func(body *hclsyntax.Body) {
		decoded = true
		wrong = append(wrong, d.file(body)...) // at once: bodies take several times the room of what they say
	})
	switch {
	case diags.HasErrors() && decoded:
		return diags, false // some blocks are decoded already
	case diags.HasErrors():
		return d.salvage(src, name, diags)
	}
	return append(diags, wrong...), true
}

// readJSON is read for a file in HCL's JSON syntax.
func (d *decoder) readJSON(src []byte, name string) (hcl.Diagnostics, bool) {
	body, diags := source.ParseJSON(src, name)
	if diags.HasErrors() {
		return diags, false
	}
	return append(diags, d.file(body)...), true
}

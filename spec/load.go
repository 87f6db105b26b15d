package spec

import (
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
	"gesso/spec/funcs"
)

// Load reads and decodes every *.hcl file of the directory dir that is not a
// dot-file, and gives the variables their values. The Config is never nil: its
// Sources serve to print the diagnostics. It is fit for Expand only when the
// diagnostics hold no error.
//
// After an error Load goes on as far as what is left makes sense, up to
// evaluating the images that have nothing to do with it, so that all mistakes
// are told at once.
func Load(dir string, in Inputs) (*Config, hcl.Diagnostics) {
	c := &Config{
		Dir:       dir,
		OutputDir: "images",
		Provider:  Provider{Name: "flux", Model: in.DefaultModel},
		Images:    map[string]*Image{},
		Outputs:   map[string]*Output{},
		Variables: map[string]*Variable{},
		Sources:   map[string][]byte{},
		locals:    map[string]*local{},
		values:    map[string]cty.Value{},
		meter:     new(bound.Meter),
	}
	root, err := os.OpenRoot(dir)
	if err == nil {
		defer root.Close()
		c.Files, err = funcs.NewFiles(dir)
	}
	if err != nil {
		return c, problem("Unreadable configuration directory",
			"The directory %s cannot be opened: %s. Name the directory of the configuration with -chdir=DIR.", dir, cause(err))
	}
	c.functions = funcs.Table(c.Files, time.Now)
	if c.abs, err = filepath.Abs(dir); err != nil {
		c.abs = dir
	}
	return c, readable(inFileOrder(c.load(root, in)))
}

func (c *Config) load(root *os.Root, in Inputs) hcl.Diagnostics {
	names, diags := configFiles(root)
	if diags.HasErrors() {
		return diags
	}
	if len(names) == 0 {
		return problem("No configuration files",
			"The directory %s has no *.hcl file. Create one with at least one image block, or name another directory with -chdir=DIR.", c.Dir)
	}
	d := &decoder{config: c, version: in.Version}
	unreadable := false
	for _, name := range names {
		more, ok := d.read(root, name)
		diags = append(diags, more...)
		unreadable = unreadable || !ok
	}
	if more := d.checkVersion(); more.HasErrors() {
		return more // whatever else looks wrong may be right in that version
	}
	if unreadable {
		return diags // what is missing there would be missed everywhere
	}
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
		_, more := c.Expand(nil)
		diags = append(diags, more...)
	}
	return diags
}

// read reads, parses and decodes one file. It reports whether the file could
// be parsed; the blocks of one that could not are decoded only in part, and
// only its syntax is reported.
func (d *decoder) read(root *os.Root, name string) (hcl.Diagnostics, bool) {
	src, diags := d.config.readSource(root, name)
	if diags.HasErrors() {
		return diags, false
	}
	var wrong hcl.Diagnostics
	diags = parse(src, name, pieceSize, func(body *hclsyntax.Body) {
		wrong = append(wrong, d.file(body)...) // at once: bodies take several times the room of what they say
	})
	if diags.HasErrors() {
		return diags, false
	}
	return append(diags, wrong...), true
}

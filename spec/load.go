package spec

import (
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/spec/filename"
	"gesso/spec/source"
	"gesso/spec/unread"
)

// Load reads and decodes every *.hcl and *.hcl.json file of the directory dir
// that is not a dot-file, and the modules that they call, and gives the variables their values. The Config is never nil: its
// Sources serve to print the diagnostics. It is fit for Expand only when the
// diagnostics hold no error.
//
// After an error Load goes on as far as what is left makes sense, up to
// evaluating the images that have nothing to do with it, so that all mistakes
// are told at once.
func Load(dir string, in Inputs) (*eval.Config, hcl.Diagnostics) {
	files, err := source.Open(dir)
	c := eval.New(files, config.NewTree(in.Kinds), in.Interrupt)
	c.Workspace = in.Workspace
	var root *os.Root
	if err == nil {
		root, err = os.OpenRoot(filename.Folder(dir))
	}
	if err != nil {
		return c, diag.Problem("Unreadable configuration directory",
			"The directory %s cannot be opened: %s. Name the directory of the configuration with -chdir=DIR.", dir, filename.Pathless(err))
	}
	defer root.Close()
	return c, c.Heard(c.Presentable(read(c, root, in)))
}

// loader reads the files of one module.
type loader struct {
	*config.Decoder
	config     *eval.Config
	version    string // gesso's own
	loaded     *int   // module blocks, in all modules
	empty      bool   // there may be no file
	interrupt  <-chan struct{}
	unreadable bool // something of it, or of a module that it calls, could not be read
}

func read(c *eval.Config, root *os.Root, in Inputs) hcl.Diagnostics {
	d := &loader{
		Decoder: &config.Decoder{Tree: c.Tree, Module: c.Root}, config: c, version: in.Version,
		empty: in.Empty, loaded: new(int), interrupt: in.Interrupt,
	}
	diags := append(d.load(), d.unread(root, in.Environ)...)
	if d.unreadable {
		return diags
	}
	c.ChooseDefault()
	linker := c.Linker()
	cyclic, more := linker.Link()
	diags = append(diags, more...)
	if diags.HasErrors() {
		in.Ask = nil // nobody is asked for what serves nothing
	}
	given := &inputs{Config: c, linker: linker, partial: in.Partial}
	diags = append(diags, given.assign(root, in)...)
	if cyclic {
		return diags
	}
	diags = append(diags, d.settings()...)
	if diags.HasErrors() {
		diags = append(diags, c.Mistakes()...)
	}
	return diags
}

// load reads and decodes all files of a module, and the modules that it calls.
// What is missing in a file that cannot be read would be missed everywhere.
func (d *loader) load() hcl.Diagnostics {
	names, diags := d.config.ConfigFiles(d.Module.Dir)
	if call := d.Module.Call; call != nil && diags.HasErrors() {
		diags = diag.ProblemAt(call.SourceRange, "Unreadable module directory",
			"%s A module's source is relative to the directory of the file that names it.", diags[0].Detail)
	}
	if !diags.HasErrors() && len(names) == 0 && !d.empty {
		diags = d.noFiles()
	}
	d.unreadable = diags.HasErrors()
	for _, name := range names {
		if d.interrupted() {
			d.unreadable = true
			return diag.Interrupt()
		}
		more, ok := d.read(name)
		diags = append(diags, more...)
		d.unreadable = d.unreadable || !ok
	}
	if more := d.CheckVersion(d.version); more.HasErrors() {
		d.unreadable = true
		return more // whatever else looks wrong may be right in that version
	}
	if d.unreadable {
		return diags
	}
	diags = append(diags, d.permit()...)
	return append(diags, d.loadModules()...)
}

func (d *loader) interrupted() bool {
	select {
	case <-d.interrupt: // never, of a nil one
		return true
	default:
		return false
	}
}

// unread warns of what looks as if it were read, and of what is and should not be.
func (d *loader) unread(root *os.Root, environ []string) hcl.Diagnostics {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil // that the directory cannot be listed is told already
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return unread.Warn(names, environ, slices.Sorted(maps.Keys(d.Module.Variables)))
}

func (d *loader) noFiles() hcl.Diagnostics {
	if call := d.Module.Call; call != nil {
		return diag.ProblemAt(call.SourceRange, "No configuration files",
			"The directory %s has no *.hcl or *.hcl.json file, so there is no module in it. Is the path right? It is relative to the file that names it.", d.Module.Dir)
	}
	return diag.Problem("No configuration files",
		"The directory %s has no *.hcl or *.hcl.json file. Create one with at least one image block, or name another directory with -chdir=DIR.", d.config.Dir)
}

// read reads, parses and decodes one file. It reports whether everything that
// it declares is known, if not what that is.
func (d *loader) read(name string) (hcl.Diagnostics, bool) {
	src, diags := d.config.Read(name)
	if diags.HasErrors() {
		return diags, false
	}
	if source.IsJSON(name) {
		return d.readJSON(src, name)
	}
	var wrong hcl.Diagnostics
	decoded := false
	size := source.PieceSize
	if len(src) < source.LargeFile {
		size = 0 // one piece, of which what does not parse can be left out
	}
	diags = source.Parse(src, name, size, func(body *hclsyntax.Body) {
		decoded = true
		wrong = append(wrong, d.File(body)...) // at once: bodies take several times the room of what they say
	})
	switch {
	case diags.HasErrors() && decoded:
		return diags, false // some blocks are decoded already
	case diags.HasErrors():
		return d.Salvage(src, name, diags)
	}
	return append(diags, wrong...), true
}

// readJSON is read for a file in HCL's JSON syntax.
func (d *loader) readJSON(src []byte, name string) (hcl.Diagnostics, bool) {
	body, diags := source.ParseJSON(src, name)
	if diags.HasErrors() {
		return diags, false
	}
	return append(diags, d.File(body)...), true
}

package eval

import (
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/backend"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/funcs"
	"gesso/spec/lang"
	"gesso/spec/link"
	"gesso/spec/secret"
	"gesso/spec/source"
)

// Config is one directory's configuration with the modules that it calls,
// decoded, with the values of the root's variables. It does not change after
// Load, but for what it remembers of secrets: it may be evaluated several times
// at once. Uninterruptible is not safe for concurrent use.
type Config struct {
	*source.Files
	*config.Tree
	OutputDir string          // slash-separated, relative to Dir: where outputs without a path go
	Metadata  string          // of images that do not say
	Normalize bool            // white space in prompts, where an image does not say
	Workspace string          // the one at work; "" is the default one
	Store     string          // the folder that pictures are kept in, as it is written; "" is gesso's own
	Backend   *backend.Config // where the shared half is kept; nil: in the folder
	Budget    Budget

	Imports   map[string]*Import
	Library   *funcs.Library
	functions map[string]function.Function // what is to be known of them without calling one
	Values    map[string]cty.Value         // of the root's variables
	Origins   map[string]config.Origin     // of the Values, by name
	Disputed  []config.Dispute             // values beside those of a saved plan
	interrupt <-chan struct{}              // see Inputs
	tight     int                          // see Tighten
	Secrets   *secret.Texts
	Lacking   bool // some variable has no value; only in a partial configuration
}

// New is a configuration of which nothing is known.
func New(files *source.Files, tree *config.Tree, interrupt <-chan struct{}) *Config {
	c := &Config{Files: files, Tree: tree, Values: map[string]cty.Value{}, Origins: map[string]config.Origin{}, interrupt: interrupt, Secrets: secret.New()}
	lang.Gesso.Argument("output_dir").SetDefault(&c.OutputDir)
	lang.Gesso.Argument("metadata").SetDefault(&c.Metadata)
	lang.Gesso.Argument("normalize").SetDefault(&c.Normalize)
	if files.Folder != nil {
		c.Library = funcs.NewLibrary(files.Folder, time.Now)
		c.functions = c.Library.Table(nil)
	}
	return c
}

// Linker is what links an expression that is evaluated in the configuration.
func (c *Config) Linker() *link.Linker {
	return &link.Linker{Tree: c.Tree, Functions: c.functions}
}

// Uninterruptible lets later evaluations come to their end, whatever happens to
// the channel that interrupts them.
func (c *Config) Uninterruptible() { c.interrupt = nil }

// Tighten is that of package bound, for all evaluations from now on.
func (c *Config) Tighten(by int) { c.tight = by }

// Budget is the budget block: what one run may buy. Nil is no bound.
type Budget struct {
	MaxImages     *int
	MaxCost       *float64 // in the unit of the price list
	AllowUnpriced bool     // pictures whose model has no price pass MaxCost
}

// Conceal takes what is secret in the configuration out of what others say of
// it.
func (c *Config) Conceal(diags hcl.Diagnostics) hcl.Diagnostics { return c.Secrets.Conceal(diags) }

// Presentable is what a command prints of diagnostics: in the order of the
// files, as many as anybody reads, at their true places, without secrets.
func (c *Config) Presentable(diags hcl.Diagnostics) hcl.Diagnostics {
	return c.Secrets.Conceal(c.Mend(diag.Readable(diag.InFileOrder(diags))))
}

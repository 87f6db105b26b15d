package spec

import (
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
	"gesso/spec/funcs"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Config is one directory's configuration with the modules that it calls,
// decoded, with the values of the root's variables. It does not change after
// Load, but it is not safe for concurrent use.
type Config struct {
	*source.Files
	*Tree
	OutputDir string // slash-separated, relative to Dir: where outputs without a path go
	Budget    Budget

	imports   map[string]*Import
	functions map[string]function.Function
	values    map[string]cty.Value // of the root's variables
	meter     *bound.Meter         // of the evaluations at hand
	interrupt <-chan struct{}      // see Inputs
	secrets   *secrets
	lacking   bool // some variable has no value; only in a partial configuration
}

// newConfig is a configuration of which nothing is known.
func newConfig(files *source.Files, tree *Tree, interrupt <-chan struct{}) *Config {
	c := &Config{Files: files, Tree: tree, values: map[string]cty.Value{}, meter: new(bound.Meter), interrupt: interrupt, secrets: newSecrets()}
	lang.Gesso.Argument("output_dir").SetDefault(&c.OutputDir)
	if files.Folder != nil {
		c.functions = funcs.Table(files.Folder, time.Now, c.meter)
	}
	return c
}

// linker is what links an expression that is evaluated in the configuration.
func (c *Config) linker() *linker {
	return &linker{Tree: c.Tree, functions: c.functions, watch: c.meter.Watch}
}

// heed lets the evaluations until the returned function is called hear an
// interrupt.
func (c *Config) heed() (deaf func()) {
	c.meter.Heed(c.interrupt)
	return func() { c.meter.Heed(nil) }
}

// Uninterruptible lets later evaluations come to their end, whatever happens to
// the channel that interrupts them.
func (c *Config) Uninterruptible() { c.interrupt = nil }

// Budget is the budget block: what one run may buy. Nil is no bound.
type Budget struct {
	MaxImages     *int
	MaxCost       *float64 // in the unit of the price list
	AllowUnpriced bool     // pictures whose model has no price pass MaxCost
}

// Provider is a provider block, evaluated. Zero values stand for what the block
// does not say. The default one need not be declared.
type Provider struct {
	Name              string     // the kind's
	Kind              *lang.Kind // nil of one without a name
	Alias             string     // "" of the default one of its kind
	Endpoint          string     // base URL, or "sandbox" for the built-in one
	Token             string     // never printed, never written
	Model             string     // for images that name none
	Size              string     // for images that name none; "" leaves it to the kind of provider
	Price             map[string]float64
	Parallelism       *int     // nil is the runner's own
	RequestsPerMinute *float64 // nil is no limit
	PollInterval      time.Duration
	Timeout           time.Duration
	Settings          *lang.Values // all that the block says, by its kind's schema; nil without a block
	Range             hcl.Range    // of the block's header; zero when there is no block
}

// Image is an image block as written.
type Image struct {
	Name      string
	Arguments map[string]hcl.Expression // prompt, model, size, source, path, tags
	DependsOn []hcl.Traversal
	Lifecycle Lifecycle
	Provider  *Provider // the default one, if it has a mistake
	Range     hcl.Range // of the block's header

	repetition
	vertex
	provider   providerReference
	referenced bool // some expression uses the block's value
	recursive  bool // an instance uses earlier ones of the same block
	unread     bool // it stands in for a block that cannot be parsed
}

// Lifecycle is an image's lifecycle block.
type Lifecycle struct {
	PreventDestroy bool
	IgnoreChanges  []string // argument names; every one of them for "all"
	triggers       []trigger
	Range          hcl.Range

	attempts       hcl.Expression // nil when absent
	preconditions  []*condition
	postconditions []*condition
}

// Output is an output block.
type Output struct {
	Name        string
	Description string
	Sensitive   bool
	Ephemeral   bool // of modules only: the root's outputs are shown
	Range       hcl.Range

	vertex
	expr          hcl.Expression
	preconditions []*condition
}

// Variable is a variable block.
type Variable struct {
	Name        string
	Description string
	Type        cty.Type
	Default     cty.Value // cty.NilVal when there is none: a value is required
	Sensitive   bool
	Ephemeral   bool
	Nullable    bool
	Range       hcl.Range

	vertex      // of a module's variable: that of the argument in the module block
	optionals   *typeexpr.Defaults
	typed       bool // a type was given: values from the command line are parsed by it
	validations []*validation
}

// validation is a rule for a variable's value.
type validation struct {
	vertex
	variable   *Variable
	condition  hcl.Expression
	message    hcl.Expression
	blockRange hcl.Range
	repeat     *dynamic // what it is the content of, or nil
}

type local struct {
	vertex
	name       string
	expr       hcl.Expression
	nameRange  hcl.Range
	multiplies bool // see the function
}

package eval

import (
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/derive/block"
	"gesso/spec/diag"
	"gesso/spec/origin"
	"gesso/spec/outputs"
	"gesso/spec/repeat"
	"gesso/spec/trigger"
)

// compareInstances is the order of plans.
func compareInstances(a, b *Instance) int {
	return address.Compare(a.Address, b.Address)
}

// Instance is one image: a block, or what count or for_each made of it, with
// its arguments evaluated.
type Instance struct {
	Address string
	Block   *config.Image
	repeat.Occurrence

	Prompt  string
	Wording string // the prompt as it is written, where white space in Prompt is folded; "" where it is not
	Model   string
	Size    string // that is sent
	Source  Source
	Path    string // the output, slash-separated, relative to the configuration
	Tags    map[string]string
	Take    int    // which picture of its request, from 1
	Pin     string // the SHA-256 of the picture that it has whatever it asks for; "" for none

	// Derives are the files that are made from the picture, as they are declared.
	Derived  block.Found
	Metadata string // one of lang.Metadata

	// DefaultSized says that nobody has named a size: it goes by the model.
	DefaultSized bool
	// Unknown names the arguments whose values depend on pictures that are not
	// made yet. Their fields are zero until Refresh.
	Unknown []string
	// Sensitive names the arguments that must not be shown or written down.
	Sensitive []string
	// DependsOn are the addresses of the instances whose values the arguments
	// and conditions use, and those of depends_on. Sorted, without repetition.
	DependsOn []string
	// Import is the picture that an import block gives to the image; nil without.
	Import *Import
	// Regenerate is when another picture may be made: one of lang.Regenerations.
	Regenerate string
	// Share lets other images that say so too have the same picture.
	Share bool
	// Triggers are the references of lifecycle.replace_triggered_by.
	Triggers []trigger.Trigger
	// Attempts is how many pictures are bought at most for one that meets the
	// postconditions; 1 and more.
	Attempts int

	module      *moduleInstance // that it is in
	fixed       []string        // what it depends on through count or for_each, depends_on, and the modules around it
	conditions  *judgement      // what was found of its preconditions and postconditions; nil without any
	broken      bool            // it, or something it uses, has an error that is reported
	tagsUnknown bool
	picture     *Picture  // what recall said of it
	cached      cty.Value // its value, until one of its arguments or its picture changes
}

// Source is what an edit starts from. At most one field is set; none is set
// when the image is made from words alone, or while its source is unknown.
type Source struct {
	Image string // the address of another image
	File  string // a local file, slash-separated, relative to the configuration
	URL   string // http or https
}

// IsZero reports whether there is no source.
func (s Source) IsZero() bool { return s == Source{} }

// IsEdit reports whether the image is made from another picture, be its source
// known or not.
func (i *Instance) IsEdit() bool { return !i.Source.IsZero() || slices.Contains(i.Unknown, "source") }

// DefaultSize is the size that a model is asked for where nobody names one.
func (i *Instance) DefaultSize(model string) string {
	if i.Block == nil || i.Block.Provider == nil {
		return ""
	}
	return i.Block.Provider.Kind.DefaultSize(model)
}

// Range is where an argument of the instance is declared, or the block's
// header where it is not.
func (i *Instance) Range(argument string) hcl.Range {
	if expr := i.Block.Arguments.Of(argument); expr != nil {
		rng := expr.Range()
		return *i.module.e.config.Range(&rng)
	}
	return i.Block.Range
}

// Picture is what is known of an instance's picture once there is one.
type Picture struct {
	URL       string
	Seed      string
	SHA256    string
	Format    string
	TaskID    string
	TraceID   string
	Width     int // pixels
	Height    int // pixels
	Bytes     int64
	Blank     bool // nearly one colour
	Generated time.Time
}

// sides are those of a picture; 0 while there is none.
func (p *Picture) sides() (width, height int) {
	if p == nil {
		return 0, 0
	}
	return p.Width, p.Height
}

// Recall tells what is known of an instance's picture when its arguments have
// been evaluated: nil when the picture will be made or made anew.
type Recall func(*Instance) *Picture

// value is the instance as expressions see it: what it declares and what its
// picture is, or unknowns for the picture that is yet to come.
func (i *Instance) value(p *Picture) cty.Value {
	if i.broken {
		return diag.Broken(cty.DynamicPseudoType)
	}
	text := func(argument, s string) cty.Value {
		if slices.Contains(i.Unknown, argument) {
			return cty.UnknownVal(cty.String)
		}
		v := cty.StringVal(s)
		if slices.Contains(i.Sensitive, argument) {
			v = v.Mark(origin.Sensitive)
		}
		return v
	}
	attrs := map[string]cty.Value{
		"address": cty.StringVal(i.Address),
		"prompt":  text("prompt", i.Prompt),
		"model":   text("model", i.Model),
		"size":    text("size", i.Size),
		"path":    text("path", i.Path),
		"tags":    i.tagsValue(),
		"derived": i.Derived.Value(p.sides()),
	}
	if p == nil {
		for _, name := range []string{"url", "seed", "sha256", "format", "task_id", "trace_id", "generated_at"} {
			attrs[name] = cty.UnknownVal(cty.String)
		}
		for _, name := range []string{"width", "height", "bytes"} {
			attrs[name] = cty.UnknownVal(cty.Number)
		}
		attrs["blank"] = cty.UnknownVal(cty.Bool)
		return cty.ObjectVal(attrs).Mark(origin.AddressMark(i.Address))
	}
	attrs["url"] = cty.StringVal(p.URL)
	attrs["seed"] = cty.StringVal(p.Seed)
	attrs["sha256"] = cty.StringVal(p.SHA256)
	attrs["format"] = cty.StringVal(p.Format)
	attrs["task_id"] = cty.StringVal(p.TaskID)
	attrs["trace_id"] = cty.StringVal(p.TraceID)
	attrs["generated_at"] = cty.StringVal(p.Generated.UTC().Format(time.RFC3339))
	attrs["width"] = cty.NumberIntVal(int64(p.Width))
	attrs["height"] = cty.NumberIntVal(int64(p.Height))
	attrs["bytes"] = cty.NumberIntVal(p.Bytes)
	attrs["blank"] = cty.BoolVal(p.Blank)
	return cty.ObjectVal(attrs).Mark(origin.AddressMark(i.Address))
}

func (i *Instance) tagsValue() cty.Value {
	if i.tagsUnknown {
		return cty.UnknownVal(cty.Map(cty.String))
	}
	tags := cty.MapValEmpty(cty.String)
	if len(i.Tags) > 0 {
		values := make(map[string]cty.Value, len(i.Tags))
		for k, v := range i.Tags {
			values[k] = cty.StringVal(v)
		}
		tags = cty.MapVal(values)
	}
	if slices.Contains(i.Sensitive, "tags") {
		tags = tags.Mark(origin.Sensitive)
	}
	return tags
}

// cachedValue is the instance's value, built once: an instance of a chain can
// use all of those before it.
func (i *Instance) cachedValue() cty.Value {
	if i.cached == cty.NilVal {
		i.cached = i.value(i.picture)
	}
	return i.cached
}

// see takes note of the instance's picture.
func (i *Instance) see(p *Picture) {
	if p == nil || i.picture == nil || *p != *i.picture {
		i.picture, i.cached = p, cty.NilVal
	}
}

// Output is where the instance's picture goes, and what it is made from.
func (i *Instance) Output() outputs.Output {
	return outputs.Output{Address: i.Address, Block: i.Block, Key: i.Key, Module: i.module,
		Path: i.Path, Derived: i.Derived.Paths(), Source: i.Source.File, From: i.Source.Image, Uses: i.DependsOn}
}

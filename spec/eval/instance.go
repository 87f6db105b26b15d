package eval

import (
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/detail"
	"gesso/spec/diag"
	"gesso/spec/origin"
	"gesso/spec/outputs"
	"gesso/spec/repeat"
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
	Path    string // the output, slash-separated, relative to the configuration

	// Details are never nil, and may be those of other instances too.
	*detail.Details
	// Import is the picture that an import block gives to the image; nil without.
	Import *Import

	module     *moduleInstance // that it is in
	conditions *judgement      // what was found of its preconditions and postconditions; nil without any
	broken     bool            // it, or something it uses, has an error that is reported
	picture    *Picture        // what recall said of it
	cached     *cty.Value      // its value, until one of its arguments or its picture changes; nil while nobody has used it
}

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
	if i.TagsUnknown {
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
	if i.cached == nil {
		value := i.value(i.picture)
		i.cached = &value
	}
	return *i.cached
}

// see takes note of the instance's picture.
func (i *Instance) see(p *Picture) {
	if p == nil || i.picture == nil || *p != *i.picture {
		i.picture, i.cached = p, nil
	}
}

// Output is where the instance's picture goes, and what it is made from.
func (i *Instance) Output() outputs.Output {
	return outputs.Output{Address: i.Address, Block: i.Block, Key: i.Key, Module: i.module,
		Path: i.Path, Derived: i.Derived.Paths(), Source: i.Source.File, From: i.Source.Image, Uses: i.DependsOn}
}

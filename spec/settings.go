package spec

import (
	"path"
	"strings"
	"time"

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
		content, more := d.gesso.Body.Content(gessoSchema)
		diags = append(diags, more...)
		diags = append(diags, e.setting(content, "output_dir", &d.config.OutputDir)...)
		if attr := content.Attributes["output_dir"]; attr != nil && !diags.HasErrors() {
			dir := path.Clean(d.config.OutputDir)
			if path.IsAbs(dir) || dir == ".." || strings.HasPrefix(dir, "../") {
				diags = append(diags, problemAt(attr.Expr.Range(), "Output directory outside of the configuration",
					"%q is not below the configuration's directory. Name a folder inside of it.", d.config.OutputDir)...)
			}
			d.config.OutputDir = dir
		}
	}
	if d.provider != nil {
		diags = append(diags, d.flux(e, &d.config.Provider)...)
	}
	return diags
}

func (d *decoder) flux(e *evaluator, p *Provider) hcl.Diagnostics {
	p.Range = d.provider.DefRange
	content, diags := d.provider.Body.Content(providerSchema)
	var poll, timeout string
	for name, target := range map[string]any{
		"endpoint": &p.Endpoint, "upload_endpoint": &p.UploadEndpoint, "token": &p.Token, "model": &p.Model,
		"submit": &p.Submit, "parallelism": &p.Parallelism, "requests_per_minute": &p.RequestsPerMinute,
		"price": &p.Price, "poll_interval": &poll, "timeout": &timeout,
	} {
		diags = append(diags, e.setting(content, name, target)...)
	}
	if diags.HasErrors() {
		return inFileOrder(diags)
	}
	diags = append(diags, duration(content.Attributes["poll_interval"], poll, &p.PollInterval)...)
	diags = append(diags, duration(content.Attributes["timeout"], timeout, &p.Timeout)...)
	refuse := func(name, format string, args ...any) {
		diags = append(diags, problemAt(content.Attributes[name].Expr.Range(), "Invalid provider argument", format, args...)...)
	}
	if _, given := content.Attributes["parallelism"]; given && p.Parallelism < 1 {
		refuse("parallelism", "At least one request must be allowed at a time: parallelism is a whole number from 1.")
	}
	if _, given := content.Attributes["requests_per_minute"]; given && p.RequestsPerMinute <= 0 {
		refuse("requests_per_minute", "The number of requests a minute must be greater than 0.")
	}
	switch p.Submit {
	case "", "async", "sync", "stream":
	default:
		refuse("submit", "A picture can be asked for by \"async\" (the default), \"sync\" or \"stream\".%s", didYouMean(p.Submit, []string{"async", "sync", "stream"}))
	}
	for _, name := range []string{"endpoint", "upload_endpoint"} {
		url := map[string]string{"endpoint": p.Endpoint, "upload_endpoint": p.UploadEndpoint}[name]
		if url != "" && url != "sandbox" && !IsURL(url) {
			refuse(name, "An endpoint is a URL that begins with http:// or https://, or the word sandbox for the built-in one.")
		}
	}
	for model, price := range p.Price {
		if price < 0 {
			refuse("price", "The price of %q is below 0.", model)
		}
	}
	return diags
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

func duration(attr *hcl.Attribute, text string, target *time.Duration) hcl.Diagnostics {
	if attr == nil || text == "" {
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return problemAt(attr.Expr.Range(), "Invalid duration",
			"%q is not a duration above zero. Write a number and a unit, such as \"500ms\", \"2s\" or \"3m\".", text)
	}
	*target = d
	return nil
}

// IsURL reports whether s is an http or https URL by its beginning.
func IsURL(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

package spec

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
)

// The blocks of the language and what each may hold.
var (
	fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "gesso"},
		{Type: "provider", LabelNames: []string{"name"}},
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "locals"},
		{Type: "image", LabelNames: []string{"name"}},
		{Type: "output", LabelNames: []string{"name"}},
	}}
	gessoSchema = with(attributes("required_version", "output_dir"),
		hcl.BlockHeaderSchema{Type: "budget"})
	budgetSchema   = attributes("max_images", "max_cost", "allow_unpriced")
	providerSchema = with(attributes("endpoint", "upload_endpoint", "token", "model", "submit", "price",
		"parallelism", "requests_per_minute", "poll_interval", "timeout"),
		hcl.BlockHeaderSchema{Type: "callback"}, hcl.BlockHeaderSchema{Type: "sandbox"})
	callbackSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "listen", Required: true}, {Name: "url", Required: true}}}
	sandboxSchema = attributes("latency", "jitter", "seed", "rate", "retry_after", "balance", "moderate", "expire", "faults")
	imageSchema   = with(attributes("prompt", "model", "size", "source", "path", "tags", "count", "for_each", "depends_on"),
		hcl.BlockHeaderSchema{Type: "lifecycle"})
	lifecycleSchema = attributes("prevent_destroy", "ignore_changes")
	variableSchema  = with(attributes("type", "default", "description", "nullable", "sensitive"),
		hcl.BlockHeaderSchema{Type: "validation"})
	validationSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "condition", Required: true}, {Name: "error_message", Required: true}}}
	outputSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "value", Required: true}, {Name: "description"}, {Name: "sensitive"}}}

	// ignorable are the arguments that lifecycle.ignore_changes can name.
	ignorable = []string{"prompt", "model", "size", "source"}
)

func attributes(names ...string) *hcl.BodySchema {
	schema := &hcl.BodySchema{}
	for _, name := range names {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
	}
	return schema
}

func with(schema *hcl.BodySchema, blocks ...hcl.BlockHeaderSchema) *hcl.BodySchema {
	schema.Blocks = blocks
	return schema
}

// literal reads an argument that is a constant into target: a string or a bool.
// An absent argument leaves target as it is.
func literal[T string | bool](content *hcl.BodyContent, name string, target *T) hcl.Diagnostics {
	attr, ok := content.Attributes[name]
	if !ok {
		return nil
	}
	return literalAttribute(attr, target)
}

func literalAttribute[T string | bool](attr *hcl.Attribute, target *T) hcl.Diagnostics {
	if vars := attr.Expr.Variables(); len(vars) > 0 {
		return problemAt(attr.Expr.Range(), "Unsuitable value",
			"The argument %q must be a constant: it is needed before anything else has a value.", attr.Name)
	}
	return gohcl.DecodeExpression(attr.Expr, nil, target)
}

// enumerate writes "a, b and c".
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return fmt.Sprintf("%s and %s", strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
}

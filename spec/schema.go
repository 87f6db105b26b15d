package spec

import "github.com/hashicorp/hcl/v2"

// The blocks of the language and what each may hold.
var (
	fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "gesso"},
		{Type: "provider", LabelNames: []string{"name"}},
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "locals"},
		{Type: "image", LabelNames: []string{"name"}},
		{Type: "output", LabelNames: []string{"name"}},
		{Type: "module", LabelNames: []string{"name"}},
	}}
	moduleSchema = attributes("source", "count", "for_each", "depends_on")
	gessoSchema  = with(attributes("required_version", "output_dir"),
		hcl.BlockHeaderSchema{Type: "budget"})
	budgetSchema   = attributes("max_images", "max_cost", "allow_unpriced")
	providerSchema = with(attributes("alias", "endpoint", "upload_endpoint", "token", "model", "submit", "price",
		"parallelism", "requests_per_minute", "poll_interval", "timeout"),
		hcl.BlockHeaderSchema{Type: "callback"}, hcl.BlockHeaderSchema{Type: "sandbox"})
	callbackSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "listen", Required: true}, {Name: "url", Required: true}}}
	sandboxSchema = attributes("latency", "jitter", "seed", "rate", "retry_after", "balance", "moderate", "expire", "faults")
	imageSchema   = with(attributes("prompt", "model", "size", "source", "path", "tags", "count", "for_each", "matrix", "depends_on", "provider"),
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

	// elsewhere are the blocks of Terraform that gesso does not have, and what
	// to do instead.
	elsewhere = map[string]string{
		"terraform": "Settings stand in the block gesso { ... }.",
		"resource":  "Pictures are declared with image \"name\" { ... }.",
		"data":      "Read data from a file of the configuration, as with csvdecode(file(\"rows.csv\")).",
		"moved":     "An image that is renamed keeps its picture when nothing else about it changes.",
		"removed":   "An image that is no longer declared is removed by the next apply.",
		"import":    "Refer to an existing picture by its path, as with source = \"photos/cat.png\".",
		"check":     "Conditions on values belong into the validation blocks of variables.",
		"ephemeral": "A value that must not be shown is a variable with sensitive = true.",
	}
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

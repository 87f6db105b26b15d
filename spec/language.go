package spec

import "github.com/zclconf/go-cty/cty"

// The language: every type of block and what it may hold. Decoding, gesso
// schema and the reference in the README come from this table alone.
var (
	fileSchema = define(Schema{Blocks: []*Schema{
		gessoSchema, providerSchema, variableSchema, localsSchema, imageSchema, outputSchema, moduleSchema, checkSchema,
		movedSchema, removedSchema, importSchema,
	}})

	gessoSchema = define(Schema{Type: "gesso", Description: "settings of the configuration",
		Arguments: []*Argument{
			{Name: "required_version", Type: cty.String, Description: "version constraint for gesso, as `\">= 0.1.0\"`"},
			{Name: "output_dir", Type: cty.String, Default: `"images"`, Description: "where images without a `path` go"},
			{Name: "modules", Type: cty.List(cty.String), Description: "folders outside of the directory that modules may come from, as `[\"../shared\"]`; they are only read"},
		},
		Blocks: []*Schema{budgetSchema}})

	budgetSchema = define(Schema{Type: "budget", Description: "the most that one run buys",
		Arguments: []*Argument{
			{Name: "max_images", Type: cty.Number, Description: "in pictures; no limit without it"},
			{Name: "max_cost", Type: cty.Number, Description: "by the price list, in its unit; no limit without it"},
			{Name: "allow_unpriced", Type: cty.Bool, Default: `false`, Description: "lets pictures whose model has no price pass `max_cost`"},
		}})

	providerSchema = define(Schema{Type: "provider", Labels: []string{"name"}, Description: "who makes the pictures; the one name is `flux`",
		Arguments: []*Argument{
			{Name: "alias", Type: cty.String, Description: "a name to refer to a further block by: `provider = flux.second`"},
			{Name: "endpoint", Type: cty.String, Description: "base URL of the API, or `\"sandbox\"`; else `ACEDATACLOUD_API_BASE_URL`, else the API"},
			{Name: "upload_endpoint", Type: cty.String, Description: "where local edit sources are uploaded; else `ACEDATACLOUD_PLATFORM_BASE_URL`, else follows `endpoint`"},
			{Name: "upload_token", Type: cty.String, Sensitive: true, Description: "for uploads; else `ACEDATACLOUD_PLATFORM_TOKEN`, else `token`"},
			{Name: "token", Type: cty.String, Sensitive: true, Description: "else `ACEDATACLOUD_API_TOKEN`; never printed, never written"},
			{Name: "model", Type: cty.String, Default: `"flux-dev"`, Description: "for images that name none"},
			{Name: "size", Type: cty.String, Description: "for images that name none; without it `1024x1024`, or `1:1` for a model that takes ratios alone"},
			{Name: "price", Type: cty.Map(cty.Number), Description: "what one picture of each model costs, for estimates and budgets"},
			{Name: "parallelism", Type: cty.Number, Default: `10`, Description: "how many of its images are in work at once"},
			{Name: "requests_per_minute", Type: cty.Number, Description: "paid requests a minute; no limit without it"},
			{Name: "poll_interval", Type: cty.String, Description: "how often tasks are asked for; else when they are likely finished"},
			{Name: "timeout", Type: cty.String, Default: `"10m"`, Description: "how long one picture may take"},
			{Name: "submit", Type: cty.String, Default: `"async"`, Description: "`\"async\"`, `\"sync\"`, `\"stream\"` or `\"callback\"`: the API's ways to hand over a picture"},
		},
		Blocks: []*Schema{callbackSchema, sandboxSchema}})

	callbackSchema = define(Schema{Type: "callback", Description: "for `submit = \"callback\"`",
		Arguments: []*Argument{
			{Name: "listen", Type: cty.String, Required: true, Example: `listen = "127.0.0.1:8765"`, Description: "the address to listen at"},
			{Name: "url", Type: cty.String, Required: true, Example: `url = "https://example.com/gesso"`, Description: "the URL of that address as the provider sees it"},
		}})

	sandboxSchema = define(Schema{Type: "sandbox", Description: "how the built-in sandbox behaves; needs `endpoint = \"sandbox\"`",
		Arguments: []*Argument{
			{Name: "latency", Type: cty.String, Description: "how long a picture takes, as `\"2s\"`"},
			{Name: "jitter", Type: cty.String, Description: "how much more or less"},
			{Name: "seed", Type: cty.Number, Default: `0`, Description: "decides all that is left to chance"},
			{Name: "rate", Type: cty.Number, Description: "submissions a second; more are refused with 429"},
			{Name: "retry_after", Type: cty.String, Description: "how long to wait then"},
			{Name: "balance", Type: cty.Number, Description: "refuses with `used_up` after so many pictures"},
			{Name: "moderate", Type: cty.List(cty.String), Description: "words whose prompts are refused"},
			{Name: "expire", Type: cty.String, Description: "links of results die after that time"},
			{Name: "list", Type: cty.Bool, Default: `false`, Description: "answers for a user's tasks without their ids, as the API may"},
			{Name: "strict", Type: cty.Bool, Default: `false`, Description: "refuses submissions without a size, as the API does"},
			{Name: "cost", Type: cty.Number, Default: `0`, Description: "what each picture is said to have cost, in credits"},
			{Name: "faults", Type: cty.Map(cty.Number), Description: "by name; below 1 a probability, from 1 every N-th time"},
		}})

	variableSchema = define(Schema{Type: "variable", Labels: []string{"name"}, Repeats: true, Description: "an input: `var.name`",
		Arguments: []*Argument{
			{Name: "type", Type: cty.DynamicPseudoType, Notation: "type", Description: "as in Terraform, with `optional()` in object types; any value without it"},
			{Name: "default", Type: cty.DynamicPseudoType, Description: "the value when none is given; without it one is required"},
			{Name: "description", Type: cty.String, Description: "said when the value is asked for"},
			{Name: "nullable", Type: cty.Bool, Default: `true`, Description: "lets null stand; else it gives way to the default"},
			{Name: "sensitive", Type: cty.Bool, Default: `false`, Description: "the value is in no plan, no state and no message"},
			{Name: "ephemeral", Type: cty.Bool, Default: `false`, Description: "the value is for this run alone, as a token is: it can be in no image and no output"},
		},
		Blocks: []*Schema{validationSchema}})

	validationSchema = define(Schema{Type: "validation", Repeats: true, Description: "a rule for the value",
		Arguments: []*Argument{
			{Name: "condition", Type: cty.Bool, Required: true, Example: `condition = length(var.style) < 200`, Description: "what must be true"},
			{Name: "error_message", Type: cty.String, Required: true, Example: `error_message = "A style is a short phrase."`, Description: "what is said of a value that breaks the rule"},
		}})

	localsSchema = define(Schema{Type: "locals", Repeats: true, Description: "named expressions: `local.name`",
		Others: &Argument{Name: "name", Type: cty.DynamicPseudoType, Description: "any expression"}})

	imageSchema = define(Schema{Type: "image", Labels: []string{"name"}, Repeats: true, Description: "pictures, by `count` or `for_each` any number of them: `image.name`",
		Arguments: []*Argument{
			{Name: "prompt", Type: cty.String, Required: true, Example: `prompt = "a lighthouse at dusk, watercolour"`, Description: "what the picture shows"},
			{Name: "model", Type: cty.String, Description: "else the provider's `model`"},
			{Name: "size", Type: cty.String, Description: "`\"WIDTHxHEIGHT\"` or a ratio `\"W:H\"`, whichever the model takes; `plan` says if it does not. Else the provider's `size`"},
			{Name: "source", Type: cty.String, Notation: "image or string", Description: "makes it an edit: of an image, of a local PNG, JPEG or WebP, or of an URL"},
			{Name: "path", Type: cty.String, Description: "the output; its extension decides the format: `.png`, `.jpg`, `.jpeg`. Without it `output_dir/name[-key].png`"},
			{Name: "tags", Type: cty.Map(cty.String), Description: "for your own expressions; decide nothing"},
			{Name: "count", Type: cty.Number, Description: "as in Terraform; instances that want the same request share one API call"},
			{Name: "for_each", Type: cty.DynamicPseudoType, Description: "a map or a set of strings, as in Terraform"},
			{Name: "matrix", Type: cty.DynamicPseudoType, Description: "a map of lists: an image for each combination, with `matrix.name`"},
			{Name: "depends_on", Type: cty.DynamicPseudoType, Notation: "references", Description: "images that come first"},
			{Name: "provider", Type: cty.DynamicPseudoType, Notation: "reference", Description: "who makes it: `flux`, which is the default, or the `flux.alias` of a provider block"},
		},
		Blocks: []*Schema{lifecycleSchema}})

	lifecycleSchema = define(Schema{Type: "lifecycle", Description: "how changes are dealt with",
		Arguments: []*Argument{
			{Name: "prevent_destroy", Type: cty.Bool, Default: `false`, Description: "refuses plans that replace or remove it"},
			{Name: "ignore_changes", Type: cty.DynamicPseudoType, Notation: "names", Description: "arguments, or `all`, whose changes do not count"},
			{Name: "replace_triggered_by", Type: cty.DynamicPseudoType, Notation: "references", Description: "images, which stand for their pictures, or attributes of images: when one changes, the picture is made anew"},
			{Name: "create_before_destroy", Type: cty.Bool, Default: `true`, Description: "as in Terraform; always so, since an output stays until the new picture is there"},
			{Name: "attempts", Type: cty.Number, Default: `1`, Description: "how many pictures a run buys at most for one that meets the postconditions"},
		},
		Blocks: []*Schema{preconditionSchema, postconditionSchema}})

	preconditionSchema = define(Schema{Type: "precondition", Repeats: true, Description: "what must be true before a picture is bought, or an output has a value",
		Arguments: conditionArguments(`condition = length(var.style) < 200`)})

	postconditionSchema = define(Schema{Type: "postcondition", Repeats: true, Description: "what must be true of the picture, which is `self`; one that fails is kept aside",
		Arguments: conditionArguments(`condition = !self.blank`)})

	outputSchema = define(Schema{Type: "output", Labels: []string{"name"}, Repeats: true, Description: "printed by `gesso output`",
		Arguments: []*Argument{
			{Name: "value", Type: cty.DynamicPseudoType, Required: true, Example: `value = image.hero.path`, Description: "any expression"},
			{Name: "description", Type: cty.String, Description: "for its readers"},
			{Name: "sensitive", Type: cty.Bool, Default: `false`, Description: "shown only by name, with `-json` or with `-raw`"},
			{Name: "ephemeral", Type: cty.Bool, Default: `false`, Description: "lets a module's output have an ephemeral value; the root's cannot"},
		},
		Blocks: []*Schema{preconditionSchema}})

	checkSchema = define(Schema{Type: "check", Labels: []string{"name"}, Repeats: true, Description: "a look at the whole: what it finds is a warning, in the plan and after apply",
		Blocks: []*Schema{assertSchema}})

	assertSchema = define(Schema{Type: "assert", Repeats: true, Description: "what should be true; at least one in a check",
		Arguments: conditionArguments(`condition = !anytrue(values(image.hero)[*].blank)`)})

	moduleSchema = define(Schema{Type: "module", Labels: []string{"name"}, Repeats: true, Description: "the configuration of another directory, and its outputs: `module.name`",
		Arguments: []*Argument{
			{Name: "source", Type: cty.String, Required: true, Example: `source = "./portraits"`, Description: "its directory, which lies below the configuration's"},
			{Name: "count", Type: cty.Number, Description: "as in Terraform"},
			{Name: "for_each", Type: cty.DynamicPseudoType, Description: "a map or a set of strings, as in Terraform"},
			{Name: "depends_on", Type: cty.DynamicPseudoType, Notation: "references", Description: "images and modules that come first"},
			{Name: "provider", Type: cty.DynamicPseudoType, Notation: "reference", Description: "the default provider of the module's images, else the caller's"},
			{Name: "providers", Type: cty.DynamicPseudoType, Notation: "references", Description: "the same for several: `{ flux = flux.second, flux.fast = flux.third }`"},
		},
		Others: &Argument{Name: "name", Type: cty.DynamicPseudoType, Description: "the module's variable of that name"}})

	movedSchema = define(Schema{Type: "moved", Repeats: true, Description: "what is recorded at one address stands at another from now on",
		Arguments: []*Argument{
			{Name: "from", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `from = image.hero`, Description: "the old address: of an image block or module block, or of one instance"},
			{Name: "to", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `to = image.portrait`, Description: "the new one"},
		}})

	removedSchema = define(Schema{Type: "removed", Repeats: true, Description: "what is recorded for a block that is gone",
		Arguments: []*Argument{
			{Name: "from", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `from = image.hero`, Description: "the address that the image block or module block had"},
		},
		Blocks: []*Schema{removedLifecycleSchema}})

	removedLifecycleSchema = define(Schema{Type: "lifecycle", Description: "what becomes of the outputs",
		Arguments: []*Argument{
			{Name: "destroy", Type: cty.Bool, Default: `true`, Description: "`false` forgets the records and leaves the outputs where they are"},
		}})

	// dynamicSchema is what stands in place of a block that can be dynamic.
	dynamicSchema = define(Schema{Type: dynamicType, Labels: []string{"type"}, Repeats: true, Description: "a block inside, once for each element, as in Terraform",
		Arguments: []*Argument{
			{Name: "for_each", Type: cty.DynamicPseudoType, Required: true, Example: `for_each = var.words`, Description: "a list, a set or a map"},
			{Name: "iterator", Type: cty.DynamicPseudoType, Notation: "name", Description: "what the content calls the element; else the block's type"},
		},
		Blocks: []*Schema{define(Schema{Type: "content", Description: "what each block holds, with `TYPE.key` and `TYPE.value`"})}})

	importSchema = define(Schema{Type: "import", Repeats: true, Description: "an existing picture that an image takes over, unpaid; without effect once the image has one",
		Arguments: []*Argument{
			{Name: "to", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `to = image.hero`, Description: "the image, with `each.key` in a key if need be"},
			{Name: "id", Type: cty.String, Required: true, Example: `id = "photos/hero.png"`, Description: "the path of a file below the configuration's directory, or the id of a task of the provider"},
			{Name: "for_each", Type: cty.DynamicPseudoType, Description: "a map, a set or a list, as in Terraform"},
		}})

	// ignorable are the arguments that lifecycle.ignore_changes can name.
	ignorable = []string{"prompt", "model", "size", "source"}

	// elsewhere are the blocks of Terraform that gesso does not have, and what
	// to do instead.
	elsewhere = map[string]string{
		"terraform": "Settings stand in the block gesso { ... }.",
		"resource":  "Pictures are declared with image \"name\" { ... }.",
		"data":      "Read data from a file of the configuration, as with csvdecode(file(\"rows.csv\")).",
		"ephemeral": "A value that must not be written down is a variable with ephemeral = true, one that must not be shown has sensitive = true.",
	}
)

// conditionArguments are those of every block that holds a condition.
func conditionArguments(example string) []*Argument {
	return []*Argument{
		{Name: "condition", Type: cty.Bool, Required: true, Example: example, Description: "what must be true"},
		{Name: "error_message", Type: cty.String, Required: true, Example: `error_message = "It must be so."`, Description: "a sentence that says what is wrong when it is not"},
	}
}

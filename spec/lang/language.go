package lang

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Language is what a configuration file may hold where there are these kinds of
// providers.
func Language(kinds []*Kind) *Schema {
	whole := *File
	whole.Blocks = nil
	for _, s := range File.Blocks {
		if s != Provider {
			whole.Blocks = append(whole.Blocks, exemplified(s, kinds))
			continue
		}
		for _, k := range kinds {
			whole.Blocks = append(whole.Blocks, k.Block)
		}
	}
	return Define(whole)
}

// When a changed request makes another picture.
const (
	OnChange = "on_change" // by itself
	Manual   = "manual"    // when a user asks for all that are stale, or for this one
	Never    = "never"     // when a user asks for this one
)

// exampleKind is where the descriptions below name a provider: the first that there is.
const exampleKind = "{kind}"

// exemplified is a type of block with the first kind of providers in its
// descriptions.
func exemplified(s *Schema, kinds []*Kind) *Schema {
	if len(kinds) == 0 {
		return s
	}
	told := *s
	told.Arguments = nil
	for _, a := range s.Arguments {
		argument := *a
		argument.Description = strings.ReplaceAll(a.Description, exampleKind, kinds[0].Name)
		told.Arguments = append(told.Arguments, &argument)
	}
	return Define(told)
}

// The language: every type of block and what it may hold, with what the kinds of
// providers say of their own blocks. Decoding, gesso schema and the reference in
// the README come from this table alone.
var (
	File = Define(Schema{Blocks: []*Schema{
		Gesso, Provider, Variable, Locals, Image, Output, Module, Check,
		Moved, Removed, Import,
	}})

	Gesso = Define(Schema{Type: "gesso", Description: "settings of the configuration",
		Arguments: []*Argument{
			{Name: "required_version", Type: cty.String, Description: "version constraint for gesso, as `\">= 0.1.0\"`"},
			{Name: "output_dir", Type: cty.String, Default: `"images"`, Shown: true, Shared: true, Description: "where images without a `path` go"},
			{Name: "metadata", Type: cty.String, Default: `"none"`, Shown: true, Shared: true, Description: "of images that do not say: see there"},
			{Name: "store", Type: cty.String, Default: `".gesso/objects"`, Shown: true, Shared: true, Description: "the folder that pictures are kept in, a constant; several configurations may share one, see `gesso store -help`"},
			{Name: "normalize", Type: cty.Bool, Default: `true`, Shown: true, Shared: true, Description: "what images do about white space that do not say it themselves"},
			{Name: "silence", Type: cty.List(cty.String), Description: "ids of warnings that are not told, as `[\"disputed-size\"]`"},
			{Name: "modules", Type: cty.List(cty.String), Description: "folders outside of the directory that modules may come from, as `[\"../shared\"]`; they are only read"},
		},
		Blocks: []*Schema{Budget, Backend}})

	Backend = Define(Schema{Type: "backend", Labels: []string{"kind"}, Description: "where the shared half of the project is kept, so that several machines work on it: `\"s3\"` in a bucket of any storage that speaks S3, `\"local\"` in a folder that all of them have mounted. Its arguments are literal, `gesso init -backend-config` gives those that it leaves out, and none is a credential",
		Arguments: []*Argument{
			{Name: "bucket", Type: cty.String, Description: "of `s3`, and needed there: the bucket, which must exist"},
			{Name: "prefix", Type: cty.String, Description: "of `s3`: what the names of all objects begin with, as `\"autumn-campaign\"`; each project has its own"},
			{Name: "region", Type: cty.String, Description: "of `s3`: where the bucket is, else what the environment or the profile says"},
			{Name: "endpoint", Type: cty.String, Description: "of `s3`: the address of another server than that of AWS, as `\"https://s3.studio.internal\"`"},
			{Name: "path_style", Type: cty.Bool, Default: `false`, Description: "of `s3`: puts the bucket into the path instead of the server's name, as many servers of one's own want it"},
			{Name: "ca_file", Type: cty.String, Description: "of `s3`: a file with the certificates of who vouches for the server, relative to the configuration's directory"},
			{Name: "sse", Type: cty.String, Description: "of `s3`: has the server encrypt what it keeps, `\"AES256\"` or `\"aws:kms\"`"},
			{Name: "kms_key_id", Type: cty.String, Description: "of `s3`: the key for `\"aws:kms\"`"},
			{Name: "profile", Type: cty.String, Description: "of `s3`: the profile of `~/.aws/credentials` to use; else credentials come from the environment, or from the role of the machine"},
			{Name: "path", Type: cty.String, Description: "of `local`, and needed there: the folder, absolute or relative to the configuration's directory"},
			{Name: "lease", Type: cty.String, Default: `"60s"`, Description: "how long a run that says nothing is waited for before another takes over, from `\"10s\"` to `\"1h\"`"},
			{Name: "cache_size", Type: cty.String, Description: "how much room pictures take here that are kept there, as `\"10GB\"`; no limit without it"},
		}})

	Budget = Define(Schema{Type: "budget", Description: "the most that one run buys",
		Arguments: []*Argument{
			{Name: "max_images", Type: cty.Number, Description: "in pictures; no limit without it"},
			{Name: "max_cost", Type: cty.Number, Description: "by the price list, in its unit; no limit without it"},
			{Name: "allow_unpriced", Type: cty.Bool, Default: `false`, Description: "lets pictures whose model has no price pass `max_cost`"},
		}})

	// providerSchema is what all provider blocks are: what is in one, its kind
	// decides.
	Provider = Define(Schema{Type: "provider", Labels: []string{"name"}, Description: "who makes the pictures"})

	Variable = Define(Schema{Type: "variable", Labels: []string{"name"}, Repeats: true, Description: "an input: `var.name`",
		Arguments: []*Argument{
			{Name: "type", Type: cty.DynamicPseudoType, Notation: "type", Description: "as in Terraform, with `optional()` in object types; any value without it"},
			{Name: "default", Type: cty.DynamicPseudoType, Description: "the value when none is given; without it one is required"},
			{Name: "description", Type: cty.String, Description: "said when the value is asked for"},
			{Name: "nullable", Type: cty.Bool, Default: `true`, Description: "lets null stand; else it gives way to the default"},
			{Name: "sensitive", Type: cty.Bool, Default: `false`, Description: "the value is in no plan, no state and no message"},
			{Name: "ephemeral", Type: cty.Bool, Default: `false`, Description: "the value is for this run alone, as a token is: it can be in no image and no output"},
		},
		Blocks: []*Schema{Validation}})

	Validation = Define(Schema{Type: "validation", Repeats: true, Description: "a rule for the value",
		Arguments: []*Argument{
			{Name: "condition", Type: cty.Bool, Required: true, Example: `condition = length(var.style) < 200`, Description: "what must be true"},
			{Name: "error_message", Type: cty.String, Required: true, Example: `error_message = "A style is a short phrase."`, Description: "what is said of a value that breaks the rule"},
		}})

	Locals = Define(Schema{Type: "locals", Repeats: true, Description: "named expressions: `local.name`",
		Others: &Argument{Name: "name", Type: cty.DynamicPseudoType, Description: "any expression"}})

	Image = Define(Schema{Type: "image", Labels: []string{"name"}, Repeats: true, Description: "pictures, by `count` or `for_each` any number of them: `image.name`",
		Arguments: []*Argument{
			{Name: "prompt", Type: cty.String, Required: true, Example: `prompt = "a lighthouse at dusk, watercolour"`, Description: "what the picture shows"},
			{Name: "normalize", Type: cty.Bool, Description: "makes each run of white space in the prompt one space, line ends too, so that how it is laid out decides nothing; `false` sends it as it is written. Else that of the `gesso` block, `true`"},
			{Name: "model", Type: cty.String, Description: "else the provider's `model`"},
			{Name: "size", Type: cty.String, Description: "`\"WIDTHxHEIGHT\"` or a ratio `\"W:H\"`, whichever the model takes; `plan` says if it does not. Else the provider's `size`"},
			{Name: "source", Type: cty.String, Notation: "image or string", Description: "makes it an edit: of an image, of a local PNG, JPEG or WebP, or of an URL"},
			{Name: "path", Type: cty.String, Description: "the output; its extension decides the format: `.png`, `.jpg`, `.jpeg` or `.webp`, which is lossless. Without it `output_dir/name[-key].png`"},
			{Name: "metadata", Type: cty.String, Description: "what the picture was made from, for who has the file alone: `\"embed\"` writes it into the output as XMP, `\"sidecar\"` into a file beside it, `PATH.xmp`; `\"none\"` does not. Else that of the `gesso` block"},
			{Name: "take", Type: cty.Number, Default: `1`, Description: "another picture of the same request when it is counted up, paid once; back to the one before is free"},
			{Name: "pin", Type: cty.String, Description: "one picture by its bytes, whatever is asked for: `\"sha256:…\"`, as `gesso takes` lists them"},
			{Name: "tags", Type: cty.Map(cty.String), Description: "for your own expressions; decide nothing"},
			{Name: "regenerate", Type: cty.String, Default: `"on_change"`, Description: "when a changed request makes another picture: `\"on_change\"`; `\"manual\"`, by `apply -stale`; or `\"never\"`, by `-replace` or `gesso taint` alone. Until then the picture is kept, and the plan calls it stale"},
			{Name: "share", Type: cty.Bool, Default: `false`, Description: "lets it have one picture with others that say so too and want the same request: it is bought once"},
			{Name: "count", Type: cty.Number, Description: "as in Terraform; instances that want the same request share one API call"},
			{Name: "for_each", Type: cty.DynamicPseudoType, Description: "a map or a set of strings, as in Terraform"},
			{Name: "matrix", Type: cty.DynamicPseudoType, Description: "a map of lists: an image for each combination, with `matrix.name`"},
			{Name: "depends_on", Type: cty.DynamicPseudoType, Notation: "references", Description: "images that come first"},
			{Name: "provider", Type: cty.DynamicPseudoType, Notation: "reference", Description: "who makes it: `{kind}`, which is the default, or the `{kind}.alias` of a provider block"},
		},
		Blocks: []*Schema{Derive, Lifecycle}})

	Derive = Define(Schema{Type: "derive", Repeats: true, Description: "a file that is made from the picture, for nothing: `image.name.derived`",
		Arguments: []*Argument{
			{Name: "path", Type: cty.String, Required: true, Example: `path = "assets/hero-640.jpg"`, Description: "the file; its extension decides the format, as that of the image's `path` does"},
			{Name: "name", Type: cty.String, Description: "its key in `derived`; else the element's key, or without `for_each` the file's name"},
			{Name: "for_each", Type: cty.DynamicPseudoType, Description: "a map, a set or a list: a file for each element, which is `derive.key` and `derive.value`, and also `each` where the image has no `for_each`"},
			{Name: "width", Type: cty.Number, Description: "in pixels, up to 16383; without it, it follows from `height`, or is the picture's"},
			{Name: "height", Type: cty.Number, Description: "in pixels; the same the other way round"},
			{Name: "fit", Type: cty.String, Default: `"cover"`, Description: "how the picture gets into a width and a height: `\"cover\"` cuts off what is over, `\"contain\"` leaves room around it, `\"fill\"` stretches it, `\"inside\"` and `\"outside\"` are at most and at least so large in its own ratio"},
			{Name: "position", Type: cty.String, Default: `"center"`, Description: "what stays where `cover` cuts, and where the picture lies in `contain`: `\"top\"`, `\"bottom left\"` and so on"},
			{Name: "enlarge", Type: cty.Bool, Default: `false`, Description: "scales a smaller picture up too; without it the file is as large as the picture allows"},
			{Name: "format", Type: cty.String, Description: "only for your readers: the extension of `path` decides it, and this must agree"},
			{Name: "quality", Type: cty.Number, Default: `85`, Description: "of a lossy format, from 1 to 100"},
			{Name: "background", Type: cty.String, Description: "`\"#rrggbb\"`, `\"#rrggbbaa\"`, `\"white\"`, `\"black\"` or `\"transparent\"`, which shows around and through the picture; else `\"transparent\"`, and `\"white\"` where the format has no transparency"},
		}})

	Lifecycle = Define(Schema{Type: "lifecycle", Description: "how changes are dealt with",
		Arguments: []*Argument{
			{Name: "prevent_destroy", Type: cty.Bool, Default: `false`, Description: "refuses plans that replace or remove it"},
			{Name: "ignore_changes", Type: cty.DynamicPseudoType, Notation: "names", Description: "arguments, or `all`, whose changes do not count"},
			{Name: "replace_triggered_by", Type: cty.DynamicPseudoType, Notation: "references", Description: "images, which stand for their pictures, or attributes of images: when one changes, the picture is made anew"},
			{Name: "create_before_destroy", Type: cty.Bool, Default: `true`, Description: "as in Terraform; always so, since an output stays until the new picture is there"},
			{Name: "attempts", Type: cty.Number, Default: `1`, Description: "how many pictures a run buys at most for one that meets the postconditions; also how often a request that makes nothing is sent by runs that nobody watches"},
			{Name: "on_drift", Type: cty.String, Default: `"keep"`, Description: "what becomes of an output that was changed by hand: `\"keep\"` makes it the picture, and has a change of the image wait for a word; `\"restore\"` brings the made one back; `\"fail\"` refuses the plan"},
		},
		Blocks: []*Schema{Precondition, Postcondition}})

	Precondition = Define(Schema{Type: "precondition", Repeats: true, Description: "what must be true before a picture is bought, or an output has a value",
		Arguments: conditionArguments(`condition = length(var.style) < 200`)})

	Postcondition = Define(Schema{Type: "postcondition", Repeats: true, Description: "what must be true of the picture, which is `self`; one that fails is kept aside",
		Arguments: conditionArguments(`condition = !self.blank`)})

	Output = Define(Schema{Type: "output", Labels: []string{"name"}, Repeats: true, Description: "printed by `gesso output`",
		Arguments: []*Argument{
			{Name: "value", Type: cty.DynamicPseudoType, Required: true, Example: `value = image.hero.path`, Description: "any expression"},
			{Name: "description", Type: cty.String, Description: "for its readers"},
			{Name: "sensitive", Type: cty.Bool, Default: `false`, Description: "shown only by name, with `-json` or with `-raw`"},
			{Name: "ephemeral", Type: cty.Bool, Default: `false`, Description: "lets a module's output have an ephemeral value; the root's cannot"},
		},
		Blocks: []*Schema{Precondition}})

	Check = Define(Schema{Type: "check", Labels: []string{"name"}, Repeats: true, Description: "a look at the whole: what it finds is a warning, in the plan and after apply",
		Blocks: []*Schema{Assert}})

	Assert = Define(Schema{Type: "assert", Repeats: true, Description: "what should be true; at least one in a check",
		Arguments: conditionArguments(`condition = !anytrue(values(image.hero)[*].blank)`)})

	Module = Define(Schema{Type: "module", Labels: []string{"name"}, Repeats: true, Description: "the configuration of another directory, and its outputs: `module.name`",
		Arguments: []*Argument{
			{Name: "source", Type: cty.String, Required: true, Example: `source = "./portraits"`, Description: "its directory, which lies below the configuration's"},
			{Name: "count", Type: cty.Number, Description: "as in Terraform"},
			{Name: "for_each", Type: cty.DynamicPseudoType, Description: "a map or a set of strings, as in Terraform"},
			{Name: "depends_on", Type: cty.DynamicPseudoType, Notation: "references", Description: "images and modules that come first"},
			{Name: "provider", Type: cty.DynamicPseudoType, Notation: "reference", Description: "the default provider of the module's images, else the caller's"},
			{Name: "providers", Type: cty.DynamicPseudoType, Notation: "references", Description: "the same for several: `{ {kind} = {kind}.second, {kind}.fast = {kind}.third }`"},
		},
		Others: &Argument{Name: "name", Type: cty.DynamicPseudoType, Description: "the module's variable of that name"}})

	Moved = Define(Schema{Type: "moved", Repeats: true, Description: "what is recorded at one address stands at another from now on",
		Arguments: []*Argument{
			{Name: "from", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `from = image.hero`, Description: "the old address: of an image block or module block, or of one instance"},
			{Name: "to", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `to = image.portrait`, Description: "the new one"},
		}})

	Removed = Define(Schema{Type: "removed", Repeats: true, Description: "what is recorded for a block that is gone",
		Arguments: []*Argument{
			{Name: "from", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `from = image.hero`, Description: "the address that the image block or module block had"},
		},
		Blocks: []*Schema{RemovedLifecycle}})

	RemovedLifecycle = Define(Schema{Type: "lifecycle", Description: "what becomes of the outputs",
		Arguments: []*Argument{
			{Name: "destroy", Type: cty.Bool, Default: `true`, Description: "`false` forgets the records and leaves the outputs where they are"},
		}})

	// dynamicSchema is what stands in place of a block that can be dynamic.
	Dynamic = Define(Schema{Type: DynamicType, Labels: []string{"type"}, Repeats: true, Description: "a block inside, once for each element, as in Terraform",
		Arguments: []*Argument{
			{Name: "for_each", Type: cty.DynamicPseudoType, Required: true, Example: `for_each = var.words`, Description: "a list, a set or a map"},
			{Name: "iterator", Type: cty.DynamicPseudoType, Notation: "name", Description: "what the content calls the element; else the block's type"},
		},
		Blocks: []*Schema{Define(Schema{Type: "content", Description: "what each block holds, with `TYPE.key` and `TYPE.value`"})}})

	Import = Define(Schema{Type: "import", Repeats: true, Description: "an existing picture that an image takes over, unpaid; without effect once the image has one",
		Arguments: []*Argument{
			{Name: "to", Type: cty.DynamicPseudoType, Notation: "address", Required: true, Example: `to = image.hero`, Description: "the image, with `each.key` in a key if need be"},
			{Name: "id", Type: cty.String, Required: true, Example: `id = "photos/hero.png"`, Description: "the path of a file below the configuration's directory, or the id of a task of the provider"},
			{Name: "for_each", Type: cty.DynamicPseudoType, Description: "a map, a set or a list, as in Terraform"},
		}})

	// Metadata are the values of the arguments of that name.
	Metadata = []string{"none", "embed", "sidecar"}

	// ignorable are the arguments that lifecycle.ignore_changes can name.
	Ignorable = []string{"prompt", "model", "size", "source", "take"}

	// Regenerations are what the regenerate of an image can be, its default first.
	Regenerations = []string{OnChange, Manual, Never}

	// OnDrift are the values of lifecycle.on_drift.
	OnDrift = []string{"keep", "restore", "fail"}

	// elsewhere are the blocks of Terraform that gesso does not have, and what
	// to do instead.
	Elsewhere = map[string]string{
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

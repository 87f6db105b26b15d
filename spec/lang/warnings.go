package lang

import "slices"

// Warning is a kind of warnings: what has one cause, be it found in one place or in
// ten thousand.
type Warning struct {
	ID      string // shown with it, and what the argument silence names
	Summary string // that all of the kind have
	Meaning string // a sentence
	Each    bool   // each is told: the words are the user's own
}

// CheckFailed is the kind of all warnings that a check causes, be its condition false
// or mistaken.
var CheckFailed = Warning{"check-failed", "Check block assertion failed", "The condition of a `check` is false, or cannot be evaluated.", true}

// Warnings are all kinds, by their ids.
var Warnings = []Warning{
	CheckFailed,
	{"disputed-edit", "Model may not edit", "The provider's guides differ on whether the model can edit pictures.", false},
	{"disputed-size", "Disputed size", "The provider's guides differ on whether the model takes the size.", false},
	{"import-without-effect", "Import block for an image that has a picture", "An `import` block names another picture than the image has, and does nothing.", false},
	{"keeps-old-pictures", "Old pictures are always kept until the new ones are there", "`create_before_destroy = false` has no effect.", false},
	{"large-source", "Source may be too large", "A local edit source has more bytes than some providers take.", false},
	{"merged-changes", "Changed on two branches that were merged", "Two branches had another picture each for one image.", true},
	{"missing-size", "Missing size", "The provider's newer guide requires a size for the model, and none is given.", false},
	{"mistakes-left-out", "Mistakes in what is left out", "What `-target` or `-exclude` leaves out cannot be evaluated.", false},
	{"move-taken", "Move to an address that is taken", "A `moved` block leads to an address at which another picture is recorded.", false},
	{"not-read", "Files or variables that are not read", "A file of Terraform's lies there, or a variable of its environment is set, which gesso does not read.", false},
	{"other-program", "Files of another program", "An `*.hcl` file is by its name for another program, and is read as gesso's.", false},
	{"other-size", "Picture of another size", "A picture has other pixels, or plainly another ratio, than was asked for; it is kept.", false},
	{"output-unwritable", "Output cannot be written now", "Something is in the way of an output.", false},
	{"undeclared-value", "Value for undeclared variable", "A file of values names a variable that the configuration does not declare, or the environment nearly names one.", false},
	{"unknown-model", "Unknown model", "The model is none of those that gesso knows.", false},
	{"windows-path", "Path that Windows cannot hold", "The name of an output is none on Windows.", false},
}

// RetiredWarnings are ids of kinds that there were once: whoever has turned one off need
// change nothing.
var RetiredWarnings = []string{"attempts-unused"}

// WarningOf is the kind of a warning with a summary. What no kind has is a check's:
// nothing else makes a warning of any mistake.
func WarningOf(summary string) Warning {
	i := slices.IndexFunc(Warnings, func(w Warning) bool { return w.Summary == summary })
	if i < 0 {
		return CheckFailed
	}
	return Warnings[i]
}

// WarningIDs are the ids of all kinds.
func WarningIDs() []string {
	ids := make([]string, len(Warnings))
	for i, w := range Warnings {
		ids[i] = w.ID
	}
	return ids
}

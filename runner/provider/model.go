package provider

// Model is what a kind knows of a model without asking anybody.
type Model struct {
	Name    string
	Default bool     // it is what an image gets that names none
	Edits   Ability  // whether it makes a picture from another
	Sizes   []string // which it takes, in words; more than one where the service's descriptions differ, the older first
	Sized   bool     // by some description it needs a size
}

// Ability is whether a model can do something, by what its service says.
type Ability string

// The abilities. Of what is disputed or unsaid the service decides.
const (
	Able     Ability = "yes"
	Unable   Ability = "no"
	Disputed Ability = "disputed" // the service's descriptions differ
	Unsaid   Ability = "unsaid"   // none tells
)

package config

// Origin is where the value of a variable comes from.
type Origin struct {
	Text    string // in words, such as the option -var style; "" for the default
	Ordered bool   // it was given on the command line, or as an answer
}

// Dispute is a value that a variable was given, and that is another one than a saved
// plan has for it.
type Dispute struct{ Variable, Origin string }

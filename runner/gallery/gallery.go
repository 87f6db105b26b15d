package gallery

// Format is the version of the shape of a Gallery as JSON.
const Format = "1.0"

// Gallery is all that is shown.
type Gallery struct {
	FormatVersion string        `json:"format_version"`
	ID            string        `json:"id"`                  // SHA-256 of what is compared: what was decided in one gallery is not that of another
	Title         string        `json:"title"`               // the name of the configuration's directory
	Base          string        `json:"base,omitempty"`      // what "before" is, in words; "": each image's take before, or the last one approved
	Problem       string        `json:"problem,omitempty"`   // why only the state is shown: the configuration does not evaluate
	Forgetful     bool          `json:"forgetful,omitempty"` // nothing here tells what images had before: no ledger and no history, as in a fresh clone
	Sandbox       bool          `json:"sandbox,omitempty"`   // nothing here was paid for
	Currency      string        `json:"currency,omitempty"`
	Statuses      []StatusCount `json:"statuses"` // those that there are, in the order of Statuses
	Groups        []Group       `json:"groups"`   // one for each block that has images here, in the order of addresses
	Images        []Image       `json:"images"`   // in the order of addresses
}

// Status is the closed set of what can be said of an image, with one word.
type Status string

const (
	New       Status = "new"       // it had no picture before
	Changed   Status = "changed"   // it had another one before
	Unchanged Status = "unchanged" // it has the one that it had before
	Tainted   Status = "tainted"   // its picture fails a postcondition, was tainted, or rejected
	Failed    Status = "failed"    // it was asked for and nothing came of it
	InDoubt   Status = "in doubt"  // nobody knows whether it was accepted
	NotMade   Status = "not made"  // it is declared and was never made
	Removed   Status = "removed"   // it is recorded and no longer declared, or was there before and is no more
)

// Statuses are all of them, in the order in which they are offered.
func Statuses() []Status {
	return []Status{New, Changed, Unchanged, Tainted, Failed, InDoubt, NotMade, Removed}
}

// StatusCount is how many images have a status.
type StatusCount struct {
	Status Status `json:"status"`
	Count  int    `json:"count"`
}

// Group is a block of the configuration with its images here.
type Group struct {
	Block  string   `json:"block"`            // its address without any key, such as module.town.image.card
	Module string   `json:"module,omitempty"` // the address, without any key, of the module that it is in; "" is the root
	Axes   []Axis   `json:"axes,omitempty"`   // of a matrix, of keys of several parts, and of the keys of modules around it, in the configuration's order; else nil
	Chain  []string `json:"chain,omitempty"`  // addresses, each made from the one before it, where the images of the block, or those that they are made from, are a chain; else nil
}

// Axis is one of the things that vary within a block.
type Axis struct {
	Name   string   `json:"name"`
	Values []string `json:"values"` // in the configuration's order
}

// Image is one address.
type Image struct {
	Address  string   `json:"address"`
	Block    string   `json:"block"` // that of its Group
	Status   Status   `json:"status"`
	Artifact string   `json:"artifact,omitempty"` // SHA-256 of its picture's bytes; "" while it has none
	Path     string   `json:"path,omitempty"`     // the output, slash-separated, relative to the configuration
	Model    string   `json:"model,omitempty"`
	Size     string   `json:"size,omitempty"` // as it was asked for
	Format   string   `json:"format,omitempty"`
	Width    int      `json:"width,omitempty"`  // pixels
	Height   int      `json:"height,omitempty"` // pixels
	Bytes    int64    `json:"bytes,omitempty"`
	Seed     string   `json:"seed,omitempty"`
	Price    *float64 `json:"price,omitempty"`    // of one more picture by the configuration's price list; nil: unknown
	Currency string   `json:"currency,omitempty"` // of Price and Cost, where it is not the gallery's
	Cost     *float64 `json:"cost,omitempty"`     // of its picture, as it was charged, or else planned; nil: unknown
	Made     string   `json:"made_at,omitempty"`
	Prompt   *string  `json:"prompt"`           // of its picture, or, where it has none, that it is to be made with; null: withheld, or nobody knows
	Words    []Word   `json:"words,omitempty"`  // what became of the prompt of Before; nil where they are equal, or one is not known
	Reason   string   `json:"reason,omitempty"` // why it changed, or would
	Tags     Tags     `json:"tags,omitempty"`
	At       []string `json:"at,omitempty"`      // its values on the axes of its Group; nil where it has none, as of one that is no longer declared
	Source   string   `json:"source,omitempty"`  // the address that it is an edit of
	Blank    bool     `json:"blank,omitempty"`   // nearly one colour
	Edited   bool     `json:"edited,omitempty"`  // somebody made it, or its output, by hand
	Lost     bool     `json:"lost,omitempty"`    // its bytes are nowhere here
	Tainted  string   `json:"tainted,omitempty"` // why it was not placed, or is to be replaced
	Before   *Before  `json:"before,omitempty"`  // nil: there was none
	Takes    []Take   `json:"takes,omitempty"`   // all that it had, oldest first, the current one too; nil where it had one at most
	Review   *Review  `json:"review,omitempty"`  // nil: undecided
	Planned  *Planned `json:"planned,omitempty"` // what an apply would make of it; nil: nothing, or it was not asked for

	Looks
}

// Looks is what only the pixels tell. Whoever decodes the pictures fills it in.
type Looks struct {
	Colour  string   `json:"colour,omitempty"`  // the mean of them, such as #7a8c91
	Hash    string   `json:"hash,omitempty"`    // 64 bits in hexadecimal: pictures that look alike differ in few of them
	Differs *float64 `json:"differs,omitempty"` // the share of pixels, 0 to 1, in which it differs from Before plainly
}

// Tags are an image's, without those that are sensitive.
type Tags map[string]string

// Word is a piece of a prompt.
type Word struct {
	Change string `json:"change"` // "=" in both, "-" only before, "+" only now
	Text   string `json:"text"`
}

// Before is the picture that an image is compared with.
type Before struct {
	Artifact string  `json:"artifact"`
	Prompt   *string `json:"prompt"` // null: withheld, or nobody knows
	Made     string  `json:"made_at,omitempty"`
	Model    string  `json:"model,omitempty"`
	Size     string  `json:"size,omitempty"`
	Seed     string  `json:"seed,omitempty"`
}

// Take is one of the pictures that an image had.
type Take struct {
	Number   int      `json:"number"` // for gesso select
	Artifact string   `json:"artifact"`
	Current  bool     `json:"current,omitempty"`
	Here     bool     `json:"here"` // its bytes can be had without a request
	Made     string   `json:"made_at,omitempty"`
	Cost     *float64 `json:"cost,omitempty"`
	Model    string   `json:"model,omitempty"`
	Size     string   `json:"size,omitempty"`
	Prompt   *string  `json:"prompt"`
	Verdict  string   `json:"verdict,omitempty"` // "approve", "reject"; "" is undecided
	Problem  string   `json:"problem,omitempty"` // the postcondition that it fails, as far as is recorded
}

// Review is what somebody has decided about an image's picture.
type Review struct {
	Verdict string `json:"verdict"` // "approve", "reject"
	By      string `json:"by,omitempty"`
	At      string `json:"at,omitempty"`
	Note    string `json:"note,omitempty"`
}

// Planned is what an apply would make of an image.
type Planned struct {
	Action string   `json:"action"` // a word of runner/plan
	Paid   bool     `json:"paid,omitempty"`
	Price  *float64 `json:"price,omitempty"` // nil of what is paid: unknown
	Reason string   `json:"reason,omitempty"`
	Prompt *string  `json:"prompt"`
	Words  []Word   `json:"words,omitempty"` // against the prompt of the picture that there is
	Model  string   `json:"model,omitempty"`
	Size   string   `json:"size,omitempty"`
}

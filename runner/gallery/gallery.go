package gallery

// Format is the version of the JSON form of a Gallery.
const Format = "1.0"

// Gallery is everything that a gallery shows.
type Gallery struct {
	FormatVersion string        `json:"format_version"`
	ID            string        `json:"id"`                  // SHA-256 of what is compared: a decision belongs to one gallery
	Title         string        `json:"title"`               // the name of the configuration's directory
	Base          string        `json:"base,omitempty"`      // what "before" is, in words; "": each image's previous take, or the one approved last
	Problem       string        `json:"problem,omitempty"`   // why only the state is shown: the configuration does not evaluate
	Forgetful     bool          `json:"forgetful,omitempty"` // earlier pictures are unknown here: there is no ledger and no history, as in a fresh clone
	Sandbox       bool          `json:"sandbox,omitempty"`   // nothing was paid for
	Currency      string        `json:"currency,omitempty"`
	Statuses      []StatusCount `json:"statuses"` // those that occur, in the order of Statuses
	Groups        []Group       `json:"groups"`   // one for each block that has images here, in the order of addresses
	Images        []Image       `json:"images"`   // in the order of addresses
}

// Status is what can be said of an image in one word. It is a closed set.
type Status string

const (
	New       Status = "new"       // it had no picture before
	Changed   Status = "changed"   // it had another picture before
	Unchanged Status = "unchanged" // it has the same picture as before
	Tainted   Status = "tainted"   // its picture fails a postcondition, is tainted, or was rejected
	Failed    Status = "failed"    // it was requested and nothing came of it
	InDoubt   Status = "in doubt"  // nobody knows whether its request was accepted
	NotMade   Status = "not made"  // it is declared and was never generated
	Removed   Status = "removed"   // it is recorded and no longer declared, or was there before and is gone
)

// Statuses returns all statuses, in the order in which they are shown.
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
	Block  string   `json:"block"`            // its address without keys, such as module.town.image.card
	Module string   `json:"module,omitempty"` // address of its module, without keys; "": the root module
	Axes   []Axis   `json:"axes,omitempty"`   // of a matrix, of keys with several parts, and of the keys of modules around it, in the configuration's order; else nil
	Chain  []string `json:"chain,omitempty"`  // addresses, each made from the one before it, if the images of the block or their sources form a chain; else nil
}

// Axis is a dimension in which the images of a block vary.
type Axis struct {
	Name   string   `json:"name"`
	Values []string `json:"values"` // in the configuration's order
}

// Image is one address.
type Image struct {
	Address  string   `json:"address"`
	Block    string   `json:"block"` // Block of its Group
	Status   Status   `json:"status"`
	Artifact string   `json:"artifact,omitempty"` // SHA-256 of its picture's bytes; "" if it has none
	Path     string   `json:"path,omitempty"`     // the output, slash-separated, relative to the configuration
	Model    string   `json:"model,omitempty"`
	Size     string   `json:"size,omitempty"` // as requested
	Format   string   `json:"format,omitempty"`
	Width    int      `json:"width,omitempty"`  // pixels
	Height   int      `json:"height,omitempty"` // pixels
	Bytes    int64    `json:"bytes,omitempty"`
	Seed     string   `json:"seed,omitempty"`
	Price    *float64 `json:"price,omitempty"`    // price of one more picture, by the configuration's price list; nil: unknown
	Currency string   `json:"currency,omitempty"` // currency of Price and Cost, if it is not the gallery's
	Cost     *float64 `json:"cost,omitempty"`     // what its picture cost, as charged, or else as planned; nil: unknown
	Made     string   `json:"made_at,omitempty"`
	Prompt   *string  `json:"prompt"`           // the prompt of its picture, or else the one that it will be made with; null: withheld, or unknown
	Words    []Word   `json:"words,omitempty"`  // changes from the prompt of Before; nil if they are equal, or one is unknown
	Reason   string   `json:"reason,omitempty"` // why it changed, or would change
	Tags     Tags     `json:"tags,omitempty"`
	At       []string `json:"at,omitempty"`      // its values on the axes of its Group; nil if it has none, as when it is no longer declared
	Source   string   `json:"source,omitempty"`  // address of the image that it is an edit of
	Blank    bool     `json:"blank,omitempty"`   // nearly one colour
	Edited   bool     `json:"edited,omitempty"`  // somebody edited or made the picture or its output by hand
	Lost     bool     `json:"lost,omitempty"`    // its bytes are nowhere here
	Tainted  string   `json:"tainted,omitempty"` // why its picture was not placed, or is to be replaced
	Before   *Before  `json:"before,omitempty"`  // nil: there was none
	Takes    []Take   `json:"takes,omitempty"`   // all takes, oldest first, with the current one; nil if it had one at most
	Review   *Review  `json:"review,omitempty"`  // nil: undecided
	Planned  *Planned `json:"planned,omitempty"` // what an apply would do; nil: nothing, or it was not asked for

	Looks
}

// Looks is what only the pixels tell. Whoever decodes the pictures fills it in.
type Looks struct {
	Colour  string   `json:"colour,omitempty"`  // the mean colour, such as #7a8c91
	Hash    string   `json:"hash,omitempty"`    // 64 bits in hexadecimal: similar pictures differ in few of them
	Differs *float64 `json:"differs,omitempty"` // the share of pixels, from 0 to 1, that differ visibly from Before
}

// Tags are an image's tags, without sensitive ones.
type Tags map[string]string

// Word is a piece of a prompt.
type Word struct {
	Change string `json:"change"` // "=": in both, "-": only before, "+": only now
	Text   string `json:"text"`
}

// Before is the picture that an image is compared with.
type Before struct {
	Artifact string  `json:"artifact"`
	Prompt   *string `json:"prompt"` // null: withheld, or unknown
	Made     string  `json:"made_at,omitempty"`
	Model    string  `json:"model,omitempty"`
	Size     string  `json:"size,omitempty"`
	Seed     string  `json:"seed,omitempty"`
}

// Take is one of the pictures that an image had.
type Take struct {
	Number   int      `json:"number"` // the number that gesso select takes
	Artifact string   `json:"artifact"`
	Current  bool     `json:"current,omitempty"`
	Here     bool     `json:"here"` // its bytes can be had without a request
	Made     string   `json:"made_at,omitempty"`
	Cost     *float64 `json:"cost,omitempty"`
	Model    string   `json:"model,omitempty"`
	Size     string   `json:"size,omitempty"`
	Prompt   *string  `json:"prompt"`
	Verdict  string   `json:"verdict,omitempty"` // "approve", "reject"; "": undecided
	Problem  string   `json:"problem,omitempty"` // the postcondition that it fails, if that is recorded
}

// Review is what somebody has decided about an image's picture.
type Review struct {
	Verdict string `json:"verdict"` // "approve", "reject"
	By      string `json:"by,omitempty"`
	At      string `json:"at,omitempty"`
	Note    string `json:"note,omitempty"`
}

// Planned is what an apply would do for an image.
type Planned struct {
	Action string   `json:"action"` // a word of runner/plan
	Paid   bool     `json:"paid,omitempty"`
	Price  *float64 `json:"price,omitempty"` // nil if it is paid: unknown
	Reason string   `json:"reason,omitempty"`
	Prompt *string  `json:"prompt"`
	Words  []Word   `json:"words,omitempty"` // changes from the prompt of the current picture
	Model  string   `json:"model,omitempty"`
	Size   string   `json:"size,omitempty"`
}

package bound

const (
	// maxWeight bounds how deep a text nests: nestingWeight for each bracket,
	// quote or directive that is open, 1 for each operator chained in the
	// expression at hand. The parser needs some 12 KB of stack for a bracket
	// and 2 KB for an operator, so this is 15 MB of Go's 1 GB.
	maxWeight     = 10_000
	nestingWeight = 10

	// MaxTokens is how many tokens one piece of text may have. The parser holds
	// all of them at once, 104 bytes each.
	MaxTokens = 4_000_000

	// maxLineWork bounds the lines of templates, each counted with all those
	// before it in the same one: the parser puts them together in that many
	// steps. It is 20,000 lines in one template, or as many of 200 as fit a file.
	maxLineWork = 200_000_000
)

// Shape is what Scan finds out about a text.
type Shape struct {
	// Over is the offset of the first byte that nests or chains deeper than can
	// be parsed safely, or -1.
	Over int
	// Crowded is the offset where a piece has had more than MaxTokens tokens,
	// or -1.
	Crowded int
	// Long is the offset where templates have had more lines than the parser can
	// put together in a moment, or -1.
	Long int
	// Tokens is how many there are, about.
	Tokens int
	// Pieces are the offsets where the text can be cut: each at the start of a
	// line, outside of every block, string and comment.
	Pieces []int

	deepest int // brackets, quotes and templates open at once
}

// Scan goes through configuration text, or a template's, as HCL's own scanner
// would, without making tokens. It offers a cut after at least piece bytes; 0
// stands for none. It stops at the first excess.
func Scan(src []byte, template bool, piece int) Shape {
	s := &scanner{src: src, piece: piece, shape: Shape{Over: -1, Crowded: -1, Long: -1}, frames: make([]frame, 1, 32)}
	if template {
		s.frames[0].kind = heredoc // without a marker it never ends
	}
	for s.pos < len(src) && s.shape.Over < 0 && s.shape.Crowded < 0 && s.shape.Long < 0 {
		switch s.top().kind {
		case quoted:
			s.inQuotes()
		case heredoc:
			s.inHeredoc()
		default:
			s.inCode()
		}
	}
	return s.shape
}

type kind byte

const (
	body      kind = iota // the text itself
	brace                 // a block or an object
	bracket               // [
	paren                 // (
	interpol              // ${
	directive             // %{
	quoted
	heredoc
)

// frame is something open.
type frame struct {
	kind   kind
	chain  int    // operators since the last separator; in templates, the weight of open directives
	marker []byte // that ends a heredoc
	inLine bool   // of a heredoc: something stands on this line that is not literal text
	lines  int    // of a heredoc so far
	word   bool   // a word was seen; the first one decides what a brace or directive is
	loop   bool   // a for expression, in which newlines separate nothing
}

type scanner struct {
	src    []byte
	pos    int
	frames []frame
	weight int
	tokens int
	lines  int // see maxLineWork
	piece  int
	start  int // of the piece
	shape  Shape
}

func (s *scanner) top() *frame { return &s.frames[len(s.frames)-1] }

func (s *scanner) at(i int) byte {
	if s.pos+i < len(s.src) {
		return s.src[s.pos+i]
	}
	return 0
}

// token counts one and goes on behind it.
func (s *scanner) token(size int) {
	s.pos += size
	s.shape.Tokens++
	if s.tokens++; s.tokens > MaxTokens {
		s.shape.Crowded = s.pos - size
	}
}

func (s *scanner) push(k kind, size int) {
	s.frames = append(s.frames, frame{kind: k})
	s.shape.deepest = max(s.shape.deepest, len(s.frames)-1)
	s.add(nestingWeight)
	s.token(size)
}

// pop closes what is open above the frame i, and that frame too.
func (s *scanner) pop(i int) {
	for _, f := range s.frames[i:] {
		s.weight -= nestingWeight + f.chain
	}
	s.frames = s.frames[:i]
}

func (s *scanner) add(weight int) {
	if s.weight += weight; s.weight > maxWeight {
		s.shape.Over = s.pos
	}
}

// chain notes an operator: the parser's tree grows deeper by one.
func (s *scanner) chain(weight int) {
	s.top().chain += weight
	s.add(weight)
}

// separate ends an expression.
func (s *scanner) separate() {
	s.weight -= s.top().chain
	s.top().chain = 0
}

package textdiff

// Around omits from the pieces of Words what is more than so many words away from any
// change. An omitted text is a piece of the kind Left.
func Around(pieces []Piece, most int) []Piece {
	out := make([]Piece, 0, len(pieces)+2) // the first and the last piece are split
	for i, p := range pieces {
		if p.Kind != Same {
			out = append(out, p)
			continue
		}
		head, tail, whole := ends(p.Text, most)
		if i == 0 {
			head = spot{}
		}
		if i == len(pieces)-1 {
			tail = whole
		}
		if tail.token-head.token <= most { // omitting so little saves nothing
			out = append(out, p)
			continue
		}
		for _, part := range [...]Piece{{Same, p.Text[:head.at]}, {Left, p.Text[head.at:tail.at]}, {Same, p.Text[tail.at:]}} {
			if part.Text != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// spot is a position in a text, in tokens and in bytes.
type spot struct{ token, at int }

// ends returns where the first so many words of a text end, where the last so many begin,
// and where the text ends.
func ends(text string, most int) (head, tail, whole spot) {
	words := 0
	for token := range tokens(text) {
		if hasWord(token) {
			words++
		}
	}
	head.token = -1
	seen := 0
	for token := range tokens(text) {
		word := hasWord(token)
		if word {
			seen++
		}
		if word && seen == most+1 {
			head = whole
		}
		whole = spot{whole.token + 1, whole.at + len(token)}
		if word && seen == words-most {
			tail = whole
		}
	}
	if head.token < 0 {
		head = whole // the text has fewer words
	}
	return head, tail, whole
}

// AroundLines omits from the pieces of Lines what is more than so many lines away from any
// change. Omitted lines are pieces of the kind Left.
func AroundLines(pieces []Piece, most int) []Piece {
	out := make([]Piece, len(pieces))
	copy(out, pieces)
	far := make([]bool, len(pieces))
	distance := len(pieces) + most
	for i, p := range pieces {
		if distance++; p.Kind != Same {
			distance = 0
		}
		far[i] = distance > most
	}
	distance = len(pieces) + most
	for i := len(pieces) - 1; i >= 0; i-- {
		if distance++; pieces[i].Kind != Same {
			distance = 0
		}
		if far[i] && distance > most {
			out[i].Kind = Left
		}
	}
	return out
}

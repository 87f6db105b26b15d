package textdiff

import "strings"

// Around leaves out of the pieces of Words what is further than so many words from
// any change. What is left out is a piece of the kind Left, which has its text.
func Around(pieces []Piece, most int) []Piece {
	var out []Piece
	for i, p := range pieces {
		if p.Kind != Same {
			out = append(out, p)
			continue
		}
		tokens := split(p.Text)
		head, tail := 0, len(tokens)
		if i > 0 {
			head = forward(tokens, most)
		}
		if i < len(pieces)-1 {
			tail = backward(tokens, most)
		}
		if tail-head <= most { // to leave out that little is no help
			out = append(out, p)
			continue
		}
		for _, part := range []Piece{{Same, strings.Join(tokens[:head], "")}, {Left, strings.Join(tokens[head:tail], "")}, {Same, strings.Join(tokens[tail:], "")}} {
			if part.Text != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// forward is where the first so many words end.
func forward(tokens []string, most int) int {
	for i, token := range tokens {
		if hasWord(token) {
			if most--; most < 0 {
				return i
			}
		}
	}
	return len(tokens)
}

// backward is where the last so many words begin.
func backward(tokens []string, most int) int {
	for i := len(tokens) - 1; i >= 0; i-- {
		if hasWord(tokens[i]) {
			if most--; most < 0 {
				return i + 1
			}
		}
	}
	return 0
}

// AroundLines leaves out of the pieces of Lines what is further than so many lines
// from any change. Lines that are left out are pieces of the kind Left.
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

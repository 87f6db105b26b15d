package textdiff

// mostCells limits the table of a comparison to 4 MB, which is about four thousand changed
// words against 250.
const mostCells = 1 << 20

// compare appends the pieces of a longest common subsequence of two lists. It first removes
// the common beginning and end, which is nearly all of most texts.
func compare(to []Piece, before, after []string) []Piece {
	start := 0
	for start < len(before) && start < len(after) && before[start] == after[start] {
		start++
	}
	end := 0
	for end < len(before)-start && end < len(after)-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	to = all(to, Same, before[:start])
	to = middle(to, before[start:len(before)-end], after[start:len(after)-end])
	return all(to, Same, before[len(before)-end:])
}

func all(to []Piece, kind Kind, texts []string) []Piece {
	for _, text := range texts {
		to = append(to, Piece{kind, text})
	}
	return to
}

// middle uses the textbook's table: cell (i, j) is the length of the longest common
// subsequence of before[i:] and after[j:].
func middle(pieces []Piece, before, after []string) []Piece {
	n, m := len(before), len(after)
	if n == 0 || m == 0 || n*m > mostCells {
		return all(all(pieces, Old, before), New, after)
	}
	width := m + 1
	table := make([]int32, (n+1)*width)
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if before[i] == after[j] {
				table[i*width+j] = table[(i+1)*width+j+1] + 1
			} else {
				table[i*width+j] = max(table[(i+1)*width+j], table[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < n && j < m {
		switch {
		case before[i] == after[j]:
			pieces = append(pieces, Piece{Same, before[i]})
			i, j = i+1, j+1
		case table[(i+1)*width+j] >= table[i*width+j+1]:
			pieces = append(pieces, Piece{Old, before[i]})
			i++
		default:
			pieces = append(pieces, Piece{New, after[j]})
			j++
		}
	}
	return all(all(pieces, Old, before[i:]), New, after[j:])
}

package bound

import "bytes"

// ScanJSON is Scan for JSON text, which is not cut.
func ScanJSON(src []byte) Shape {
	shape := Shape{Over: -1, Crowded: -1, Long: -1}
	depth, work := 0, 0
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '[', '{':
			if depth++; depth > maxWeight/nestingWeight {
				shape.Over = i
				return shape
			}
		case ']', '}':
			depth--
		case '"':
			start := i
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
			if work += linesWork(src[start:min(i, len(src))]); work > maxLineWork {
				shape.Long = start
				return shape
			}
		default:
			continue
		}
		if shape.Tokens++; shape.Tokens > MaxTokens {
			shape.Crowded = min(i, len(src)-1)
			return shape
		}
	}
	return shape
}

// linesWork is what the lines of a JSON string count for maxLineWork: nothing
// where there is no template in it, which is not parsed.
func linesWork(text []byte) int {
	if !bytes.Contains(text, []byte("{")) {
		return 0
	}
	lines := bytes.Count(text, []byte(`\n`)) + bytes.Count(text, []byte(`\u000`))
	return lines * lines / 2
}

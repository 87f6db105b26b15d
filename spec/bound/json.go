package bound

// ScanJSON is Scan for JSON text, which is not cut.
func ScanJSON(src []byte) Shape {
	shape := Shape{Over: -1, Crowded: -1}
	depth := 0
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
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
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

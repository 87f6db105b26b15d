package outline

import "fmt"

// Size formats a number of bytes, such as "1.2 MB".
func Size(n int64) string {
	const unit = 1000
	if n < unit {
		return Plural(int(n), "byte")
	}
	value, names := float64(n), "kMGTPE"
	i := -1
	for value >= unit && i < len(names)-1 {
		value /= unit
		i++
	}
	if value < 10 {
		return fmt.Sprintf("%.1f %cB", value, names[i])
	}
	return fmt.Sprintf("%.0f %cB", value, names[i])
}

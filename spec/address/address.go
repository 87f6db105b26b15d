package address

import (
	"strconv"
	"strings"
)

// Image names an instance in its module as expressions and messages do.
func Image(block string, key Key) string { return "image." + block + key.String() }

// Quote writes a string as an HCL literal, with template markers escaped.
func Quote(s string) string {
	q := strconv.Quote(s)
	q = strings.ReplaceAll(q, "${", "$${")
	return strings.ReplaceAll(q, "%{", "%%{")
}

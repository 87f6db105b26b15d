//go:build race

package cli_test

// raced is whether the race detector is on. It makes everything some five
// times slower, and looks for something else than the long loops here.
const raced = true

//go:build race

package spec

const underRace = true

// Package statetest makes records and events for the tests of package state and
// of those that keep what it describes. All it makes is well formed, the same for
// the same arguments, and the caller's. It is for tests alone.
//
//	s := statetest.Applied(
//		statetest.Intended("i1", 1, "image.a"),
//		statetest.Accepted("i1", 2),
//		statetest.Collected("i1", 3, 0, statetest.Record("image.a", 7)),
//	)
package statetest

import (
	"fmt"
	"time"

	"gesso/state"
)

var epoch = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// At is a moment, so many seconds after one that is always the same.
func At(second int) time.Time { return epoch.Add(time.Duration(second) * time.Second) }

// SHA is an artifact's name.
func SHA(n int) string { return fmt.Sprintf("%064x", n) }

// Request is one of many.
func Request(n int) *state.Request {
	return &state.Request{
		Kind: "flux", Action: "generate", Prompt: fmt.Sprintf("a <red> fox & %d hens", n),
		PromptHash: state.HashPrompt(fmt.Sprint(n)), Model: "flux-dev", Size: "1024x1024",
	}
}

// Picture is that of a Request.
func Picture(n int) state.Picture {
	return state.Picture{
		Key: Request(n).Key(), Artifact: SHA(n), Format: "png", Width: 1024, Height: 1024, Bytes: 123456,
		Task: fmt.Sprint("task-", n), TraceID: fmt.Sprint("trace-", n), URL: fmt.Sprintf("https://cdn.example/%d.png", n),
		Seed: "42", Generated: At(n),
	}
}

// Record is an address that has the Picture of a Request, and its output.
func Record(address string, n int) *state.Record {
	return &state.Record{Address: address, Request: Request(n), Picture: Picture(n), Path: address + ".png", Output: SHA(n)}
}

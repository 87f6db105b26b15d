package savedplan

import (
	"gesso/runner/plan"
	"gesso/state"
)

// Hashes are most of a change, and no compression makes them shorter. What can be
// made again from the rest is not written: the hash of a prompt that is there, the key
// of a request that is there, the digest of an output that is the picture itself.

// same stands for what can be made again.
const same = "="

// compacted is a change as it is written.
func compacted(c *plan.Change) *plan.Change {
	out := *c
	if out.Key != "" && out.Key == c.Request.Key() {
		out.Key = same
	}
	out.Request = compactRequest(c.Request)
	if c.Before != nil {
		before := *c.Before
		if before.Request != nil {
			if before.Key == before.Request.Key() {
				before.Key = same
			}
			request := compactRequest(*before.Request)
			before.Request = &request
		}
		if before.Output != "" && before.Output == before.Artifact {
			before.Output = same
		}
		out.Before = &before
	}
	return &out
}

func compactRequest(r state.Request) state.Request {
	if r.PromptHash == state.HashPrompt(r.Prompt) {
		r.PromptHash = same
	}
	return r
}

// expand is the inverse of compacted, in place.
func expand(c *plan.Change) {
	if c.Declared != nil && c.Declared.Terms == nil {
		c.Declared.Terms = new(plan.Terms) // of a file that was written by hand
	}
	expandRequest(&c.Request)
	if c.Key == same {
		c.Key = c.Request.Key()
	}
	if c.Before == nil {
		return
	}
	if c.Before.Request != nil {
		expandRequest(c.Before.Request)
		if c.Before.Key == same {
			c.Before.Key = c.Before.Request.Key()
		}
	}
	if c.Before.Output == same {
		c.Before.Output = c.Before.Artifact
	}
}

func expandRequest(r *state.Request) {
	if r.PromptHash == same {
		r.PromptHash = state.HashPrompt(r.Prompt)
	}
}

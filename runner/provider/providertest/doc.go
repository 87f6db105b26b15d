// Package providertest is the suite that every provider passes: what the runner
// relies on where money is at stake, asserted of a client through its own wire
// format.
//
// A provider's test hands in a [Harness]: its kind, and a service that speaks its
// wire. In front of that service the suite puts a server of its own, which lets
// answers get lost, breaks them off, repeats none and counts everything. So the
// moods of a network are written once, and a harness only says how its service
// words things: what it refuses with, and what becomes of what it accepts.
//
// It promises that
//
//   - what it asserts is asked of every provider alike; what a provider does not
//     have is declared by [Harness.Lacks], and is then not asked;
//   - it talks to this machine alone, and each test to a service of its own.
//
// It is not for what a provider's format is like: that is tested beside the client.
//
//	func TestProvider(t *testing.T) {
//		providertest.Run(t, providertest.Harness{
//			Kind:    painter.Kind(),
//			Request: provider.Request{Action: provider.Generate, Prompt: "a cat", Model: "oil", Count: 1},
//			Service: func(t *testing.T) providertest.Service { … },
//			Lacks:   []providertest.Capability{providertest.Uploads, providertest.Lists},
//		})
//	}
package providertest

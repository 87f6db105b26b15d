// Package flux is the client of the Flux Images API of Ace Data Cloud: it
// submits paid requests, polls their tasks, downloads their pictures and
// uploads sources to edit. It speaks the wire and nothing else: what to ask
// for, when, how often and where a picture goes is its caller's business.
//
// What it promises, first where money is at stake:
//
//   - [Client.Submit] sends one paid POST, once. Nothing here, in net/http or
//     behind a redirect repeats it.
//   - Its errors tell "never left this machine" ([provider.Network], safe to
//     repeat) from "may have been accepted" ([provider.InDoubt], not safe), and
//     lean towards doubt: only a request whose body was never handed to the
//     network counts as never sent.
//   - Everything else is free, and is retried inside on failures that pass.
//   - Answers are parsed as leniently as sense allows: a field of an unknown
//     name or an unexpected type never loses a picture that was paid for.
//   - The token goes to the configured endpoints, and never to a picture's
//     address or into an error.
//   - What a server sends is bounded in size and time, and its texts are one
//     clean line before anybody sees them.
//   - Every error is a *[provider.Error], but for the errors of the caller's own
//     readers and writers, which are returned as they are.
//
// It is not for scheduling, rate limits across calls, decoding pictures or
// remembering anything between two calls. A [Client] is safe for concurrent use.
//
//	client, err := flux.New(flux.Config{Token: token, UserAgent: "gesso/0.1.0"})
//	…
//	task, err := client.Submit(ctx, provider.Request{
//		Action: provider.Generate, Prompt: "a lighthouse", Model: flux.DefaultModel, Count: 1,
//	})
//	for err == nil && task.State == provider.Running {
//		… // wait a little
//		tasks, err = client.Poll(ctx, []string{task.ID})
//	}
//	_, err = client.Download(ctx, task.Pictures[0].URL, file, 64<<20)
package flux

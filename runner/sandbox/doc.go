// Package sandbox is a stand-in for the Flux Images API: a real HTTP server that
// takes what the API takes, answers what it answers, and draws a placeholder
// where the API would paint. It is free and offline. `gesso sandbox` serves it,
// the endpoint "sandbox" of a provider block starts one inside a run, and every
// test of gesso's talks to one.
//
// It promises that
//
//   - the same requests to a fresh server give the same ids, seeds, books and
//     picture bytes, whatever the port and the time;
//   - where the API's documents disagree, answers take all of the documented
//     shapes, chosen by a hash of the request and mostly the common one: a client
//     that is strict where it must be lenient fails here first;
//   - its books ([Books], GET /sandbox/requests) are exact, so that a test can
//     assert the very list of calls, and that the second run's is empty;
//   - memory does not grow with pictures: what is kept is a recipe, drawn when it
//     is downloaded, and a bounded number of drawn ones;
//   - it talks to nobody but this machine: sources and callbacks elsewhere are
//     refused.
//
// It is not the provider. Nothing here was measured on the real service, and what
// the documents leave open is decided by the sandbox alone: a task that is not
// known answers 404 not_found; a moderation refusal has the code moderation; a
// request makes at most a hundred pictures; pictures never expire; an unknown
// model takes any size; one synchronous call in four leaves nothing to retrieve.
//
// # Endpoints
//
//	POST /flux/images       generate and edit; async, callback_url, x-ndjson
//	POST /flux/tasks        retrieve and retrieve_batch
//	POST /api/v1/files/     upload (on the same host; the API's is another)
//	GET  /sandbox/pictures/ the results; HEAD and ranges too
//	GET  /sandbox/files/    the uploads
//	GET  /sandbox/requests  the books, as JSON
//	GET  /                  a page about the sandbox, with its newest pictures
//
// Every answer carries the header Gesso-Sandbox: 1.
//
// # Words in prompts
//
// A prompt can rehearse a failure, so that it can be done from HCL, and from
// another process:
//
//	[sandbox:refuse]   403, code moderation; not charged
//	[sandbox:fail]     accepted and charged; the task finishes as failed
//	[sandbox:500]      accepted and charged; the answer is a 500
//	[sandbox:drop]     accepted and charged; the connection closes without an answer
//	[sandbox:slow=2s]  that latency instead of the server's
//
// A program that starts its own server has [Options], and [Faults] for the rest.
// A call that fails after acceptance is charged as a call, and makes no pictures;
// a synchronous one answers 200 with success: false, since that leaves no doubt.
//
//	running, err := sandbox.Start(sandbox.Options{Latency: time.Second})
//	if err != nil {
//		return err
//	}
//	defer running.Close()
//	client := flux.New(running.URL, "any token")
//	…
//	fmt.Println(running.Server.Books().ChargedPictures)
package sandbox

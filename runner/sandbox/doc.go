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
//   - it talks to nobody but this machine: sources elsewhere are refused, callbacks
//     elsewhere not made; and where it listens to others, to nobody at all.
//
// It is not the provider. Nothing here was measured on the real service, and what
// the documents leave open is decided by the sandbox alone: a moderation refusal
// has the code moderation; a request makes at most a hundred pictures; pictures
// expire only when they are told to; an unknown model takes any size; one
// synchronous call in four leaves nothing to retrieve; a call costs nothing,
// unless it is told to say something else.
//
// # Endpoints
//
//	POST /flux/images       generate and edit; async, callback_url, x-ndjson
//	POST /flux/tasks        retrieve and retrieve_batch
//	POST /api/v1/files/     upload (on the same host; the API's is another)
//	GET  /sandbox/pictures/ the results; HEAD and ranges too
//	GET  /sandbox/files/    the uploads
//	GET  /sandbox/requests  the books, as JSON
//	GET  /                  a page for people: what was asked, and what became of it, as it comes
//
// Every answer carries the header Gesso-Sandbox: 1.
//
// # Faults
//
// A [Weather] says how a sandbox misbehaves: the flags of `gesso sandbox` and the
// sandbox block of a provider are one. Its faults go by these names:
//
//	A submission is refused: nothing is accepted, nothing charged:
//	  400               400 bad_request
//	  401               401 invalid_token
//	  403               403 used_up
//	  404               404 no_api
//	  429               429 too_many_requests
//	  refuse            403 moderation
//	  500-refused       500 api_error, although nothing was accepted
//	  html              502 with a proxy's page, although nothing was accepted
//	It is accepted and charged, and its answer:
//	  500               is 500 api_error
//	  drop              never comes: the connection closes
//	  reset             breaks off in its midst: the connection is reset
//	  hang              never comes, and the connection stays open
//	It is accepted and charged, and its task:
//	  fail              finishes as failed, without pictures
//	  stuck             never finishes
//	  blank             makes pictures of nearly one colour
//	  short             makes one picture fewer than it was asked for
//	  extra             makes one picture more
//	  omit              is left out of the first three batch answers
//	  lost              has no new links once the first have expired (needs expire)
//	It is accepted and charged, and its callback:
//	  callback-lost     is never made
//	  callback-twice    is made twice
//	A call of /flux/tasks is answered with:
//	  poll-429          429 too_many_requests
//	  poll-500          500 api_error
//	The download of a result gives:
//	  gone              404, from now on and for good
//	  expired-once      what a dead link gives; the task has a new one
//	  recoded           the same pixels, in other bytes at each new link
//	  notice            where the link is dead, a picture that says so, with 200
//	  download-500      500
//	  redirect-file     a redirect to file:///etc/passwd
//	  redirect-private  a redirect to a link-local address
//	  certificate       a redirect to a server whose certificate nobody signed
//	  truncated         half of it: the connection breaks
//	  wrong-length      half of it, as its Content-Length says
//	  page              an HTML page with 200
//	  zero              no bytes with 200
//	  text              text that is announced as a picture
//	  wrong-size        a picture of half the width and height
//	  bomb              a PNG of 50,000 x 50,000 pixels, by its header
//	  huge              the picture, and then bytes without end
//	  drip              one byte a second
//
// With a number below 1 a fault strikes with that probability; with N it strikes
// every N-th submission, call of /flux/tasks or download. A call that fails after
// acceptance is charged as a call, and makes no pictures; a synchronous one answers
// 200 with success: false, since that leaves no doubt.
//
// # Words in prompts
//
// A prompt can name a fault, so that one picture's failure can be rehearsed from
// HCL, and from another process:
//
//	[sandbox:NAME]     the fault strikes whatever this prompt asks for
//	[sandbox:NAME=2]   only the first 2 times: of just this request, or of the
//	                   downloads of each picture
//	[sandbox:slow=2s]  that latency instead of the server's
//
// The faults of calls of /flux/tasks, which are about no single prompt, have no
// word. A program that starts its own server has [Options], and package fault for
// the rest.
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

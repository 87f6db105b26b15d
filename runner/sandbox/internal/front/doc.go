// Package front is the sandbox's page for people: what it was asked, newest first, with
// the prompt and the outcome beside each picture, and refused calls among them. It is
// made anew as calls come.
//
// It promises that
//
//   - what a prompt says is shown as text, whatever it says, and nothing of it runs;
//   - the page asks nobody but the sandbox, and its requests are in no book;
//   - it shows at most [Most] calls, so that neither the server nor the browser holds
//     more, however many there were;
//   - it can be read with scripts off, and then renews itself every few seconds.
//
// It is not for programs: the books are.
//
//	page := &front.Page{State: state, Changed: changed, Draw: draw, After: time.After}
//	mux.Handle("GET /{$}", page)
//	mux.HandleFunc("GET "+front.EventsPath, page.Events)
//	mux.HandleFunc("GET "+front.LooksPath+"{name}", page.Look)
package front

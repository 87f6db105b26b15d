// Package live serves a gallery to the browser of the person who runs it, and follows what
// becomes of its pictures while an apply in another process makes them.
//
// Its promises:
//
//   - It listens on this machine alone, and answers only who knows the random token in its
//     address, under a name of this machine, and not on behalf of another site's page.
//   - It reads. What can be written is one file of decisions: at most a megabyte, read by
//     the parser that reads files, replaced whole, and never over what somebody else has
//     written into it since the page has read it.
//   - A picture is served if the gallery shows it, or has shown it since the server began; no
//     other file is, and no folder is listed.
//   - The page is there before its pictures are: each is made when somebody looks at it, and
//     meanwhile Look goes through all of them.
//   - What changes is sent once to each page that is open, and a page that comes back is
//     sent what it has missed.
//
// It decides nothing about what is shown: Collect does, which it calls whenever Stamp says
// something new. It takes no lock and makes no request.
//
//	listener, err := live.Listen("127.0.0.1:0")
//	s, err := live.New(live.Options{Listener: listener, Collect: collect, Look: thumbs.Look, Stamp: stamp, Pictures: thumbs, Decisions: "gesso.decisions"})
//	fmt.Println(s.URL())
//	err = s.Serve(ctx)
package live

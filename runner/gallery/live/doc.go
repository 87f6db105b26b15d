// Package live serves a gallery to the browser of the person who runs it, and updates it
// while an apply in another process generates pictures.
//
// Its promises:
//
//   - It listens on this machine alone. It answers only requests that have the random token
//     of its URL, use a host name of this machine, and do not come from another site's page.
//   - It reads. The only file that it writes is one of decisions: at most a megabyte, checked
//     by the parser that reads such files, replaced as a whole, and never if somebody else has
//     changed it since the page read it.
//   - A picture is served if the gallery shows it or has shown it since the server began. No
//     other file is, and no folder is listed.
//   - The page is served before its thumbnails exist. Each is made when somebody looks at
//     it, and in the background Look goes through all of them.
//   - A change is sent once to each open page, and a page that reconnects gets what it has
//     missed.
//
// It decides nothing about what is shown: it calls Collect for that, whenever Stamp
// changes. It takes no lock and makes no request.
//
//	listener, err := live.Listen("127.0.0.1:0")
//	s, err := live.New(live.Options{Listener: listener, Collect: collect, Look: thumbs.Look, Stamp: stamp, Pictures: thumbs, Decisions: "gesso.decisions"})
//	fmt.Println(s.URL())
//	err = s.Serve(ctx)
package live

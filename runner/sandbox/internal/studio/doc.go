// Package studio has the sandbox's pictures: works, which are recipes until
// somebody wants to see them, and files that came from outside.
//
//	s := studio.New(64 << 20)
//	shelf := studio.NewShelf()
//	defer shelf.Close()
//	photo, err := shelf.Add(upload, "cat.png")
//	…
//	edited := &studio.Work{Name: "a.png", Recipe: recipe, Source: studio.Source{File: photo}}
//	data, err := s.Bytes(ctx, edited)
//
// It promises that
//
//   - a work is the same bytes whenever it is drawn, whatever was drawn before it
//     and is still at hand;
//   - memory does not grow with works: a bounded number of drawn ones is held, and
//     there are no more painters than processors;
//   - files lie on disk, one for each content, and are gone after Close.
//
// It is not for deciding what a work is of, which is the server's business, nor for
// painting, which is package paint's.
package studio

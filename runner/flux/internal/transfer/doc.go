// Package transfer moves the bytes of an answer: it undoes a compression that
// nobody asked for, tells a picture by its beginning, ends what comes too slowly,
// and lets a download start over although its writer cannot.
//
//	out := transfer.NewSink(w, limit)
//	… // for each attempt:
//	ctx, dog := transfer.Watch(ctx, transfer.UsualStall)
//	defer dog.Stop()
//	… // resp is the answer to a request with ctx
//	content := transfer.NewContent(resp)
//	defer content.Close()
//	out.Restart()
//	_, err := io.Copy(out, dog.Reader(content.Reader()))
//
// A writer sees each byte once, and never the halves of two pictures. How often
// there is an attempt, and what its failure means, is the caller's business; so is
// the size of what [Decoded] undoes, which is not bounded here.
package transfer

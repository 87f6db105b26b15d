// Package paint draws the sandbox's pictures: flat, generative, each with its
// prompt written underneath, so that a wall of them is pleasant to look at and
// every one tells what it stands for.
//
// A picture is a pure function of its [Recipe], and an edit of its recipe and its
// source: the same recipe gives the same bytes, in any order, on any painter, for
// one version of Go on one kind of processor. That is what lets the sandbox keep
// recipes instead of pictures.
//
// It is fast rather than general. Generated pictures are painted in at most 256
// colours, one byte a pixel, in spans, with edges smoothed by how far a shape
// covers a pixel: about ten milliseconds for a megapixel, the file included. Edits
// are in true colour and take some four times as long. It is not a drawing
// library, and it is not for anything that a user keeps.
//
//	painter := paint.New()
//	png, err := painter.Draw(paint.Recipe{
//		Prompt: "a fox in the snow", Model: "flux-dev", Seed: 7, Width: 1024, Height: 1024,
//	})
//
// How it reads: paint.go is the two ways of making a picture; canvas.go and
// photo.go are what is painted on, ink.go and shape.go what with; scene.go,
// landscapes.go, patterns.go and palette.go are what generated pictures show,
// develop.go and adorn.go what edits change; label.go is the words, which package
// typeface sets; press.go makes files.
package paint

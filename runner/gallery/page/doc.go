// Package page writes a gallery as a web page: one self-contained file, or a folder.
//
// The page is static markup that a script of its own makes better. Without scripts it can
// be read, searched and printed; with them it filters, arranges matrices, compares, and
// takes down what a reviewer decides. It loads nothing from anywhere.
//
// Its promises:
//
//   - Text that is not ours (prompts, tags, notes, addresses, paths) is text: it is escaped in
//     the markup, is data in inert elements, and reaches the document by textContent alone.
//     Characters that would be obeyed or not seen are shown as escapes.
//   - A content security policy permits our own style and script by their hashes, and nothing
//     else; pictures are those that Pictures hands out, made by our own encoder.
//   - Of a folder of thousands the later thumbnails are in noscript elements: they are there
//     where scripts are off, and else once their cards are near. Only where a server's policy
//     forbids scripts and does not turn them off (no sandbox) nobody sees those.
//   - It is streamed: one thumbnail is in memory at a time, however many there are.
//   - The same gallery, form and pictures make the same bytes.
//
// It decides nothing about what is shown (package gallery does), decodes no picture, and does
// not choose how large thumbnails are or which previews go in.
//
//	err := page.Write(file, g, page.Form{Edge: 320}, thumbs)
package page

// Package page writes a gallery as a web page: one self-contained file, or a folder.
//
// The page is static markup, improved by a script of its own. Without scripts it can be
// read, searched and printed; with them it filters, arranges matrices, compares pictures,
// and records a reviewer's decisions. It loads nothing from elsewhere.
//
// Its promises:
//
//   - Text that is not ours (prompts, tags, notes, addresses, paths) stays text: it is escaped
//     in the markup, is data in inert elements, and reaches the document by textContent alone.
//     Control characters and invisible ones are shown as escapes.
//   - A content security policy permits our own style and script, by their hashes, and
//     nothing else. Pictures are those that Pictures returns, made by our own encoder.
//   - In a folder of thousands, the later thumbnails are in noscript elements: they show if
//     scripts are off, and otherwise once their cards are near. Only a server whose policy
//     forbids scripts without turning them off (no sandbox) hides them.
//   - It is streamed: one thumbnail is in memory at a time, however many there are.
//   - The same gallery, form and pictures make the same bytes.
//
// It does not decide what is shown (package gallery does), decodes no picture, and chooses
// neither the size of thumbnails nor which previews are included.
//
//	err := page.Write(file, g, page.Form{Edge: 320}, thumbs)
package page

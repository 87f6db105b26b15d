// Package gallery is what people look at when they look at the pictures of a configuration:
// what there is of each image, what was there before, why it changed, what it costs, and
// what somebody has decided about it. It is plain data: the page, the contact sheet, the
// live page and gesso gallery -json all show the same.
//
// Its promises:
//
//   - What the state withholds is withheld: no sensitive prompt, endpoint, URL, task, trace
//     id, token or absolute path is ever in a Gallery.
//   - A picture is known by the SHA-256 of its bytes, and by nothing else: where these bytes
//     are is the caller's matter.
//   - The same configuration, state, store and base make the same Gallery: it holds no time
//     of its own.
//
// It decodes no picture and writes nothing.
package gallery

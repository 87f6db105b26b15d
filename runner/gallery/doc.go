// Package gallery is what people see of the pictures of a configuration: what there is of
// each image, what there was before, why it changed, what it costs, and what somebody has
// decided about it. It is plain data: the page, the contact sheet, the live page and gesso
// gallery -json all show the same.
//
// Its promises:
//
//   - What the state withholds is withheld: no sensitive prompt, endpoint, URL, task, trace
//     id, token or absolute path is ever in a Gallery.
//   - A picture is identified by the SHA-256 of its bytes alone. Where the bytes are is the
//     caller's business.
//   - The same configuration, state, store and base make the same Gallery: it has no
//     timestamp of its own.
//
// It decodes no picture and writes nothing.
package gallery

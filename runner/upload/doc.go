// Package upload gives edit sources the URLs at which a provider can read them: a
// local file, or the picture of another image.
//
// Its promises:
//
//   - The bytes at a URL are those whose hash is in the request: a source that has
//     changed since the plan was made is refused.
//   - Nothing is sent that is not a whole PNG, JPEG or WebP: it is decoded before.
//   - Each content is uploaded once in a run, and not at all while an earlier
//     upload, or the provider's own URL of the picture, still gives its bytes: that
//     it answers is not enough.
//   - No provider gets to see the URL of a picture that another one keeps.
//
// It makes no paid call: uploads are free. It does not download: who uses it does,
// to compare.
//
//	url, err := upload.New(upload.Config{...}).URL(ctx, change)
package upload

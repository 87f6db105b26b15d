// Package drift tells what became of outputs since they were placed: what somebody has
// painted over, what was only packed in another way, and what is no picture any more.
//
// Its promises:
//
//   - It reads files and writes none but a cache, and decides nothing: what is done about
//     it, runner/decide says.
//
//   - The work of a hand is what decodes to other pixels and is nothing that gesso has made
//     itself: not a former picture that git has brought back, nor another image's. Where
//     other machines have the project it is nothing either that was ever recorded there, by
//     whomever it was made.
//
//   - Bytes that are not as they should be, a cut file, a Git LFS pointer, are no work.
//
//   - A file that is what was placed is not read, where the cache knows it.
//
//     seen, err := drift.Look(ctx, workspace, recorded, others)
//     if found := seen.At(record); found.Kind == drift.Edited {
//     // found.Picture is what somebody has made
//     }
package drift

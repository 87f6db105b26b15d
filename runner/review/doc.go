// Package review is what people have decided about pictures, as a file: a page or a person
// writes it, git carries and merges it, and plan and apply take it back.
//
//	{"gesso":"decisions","version":1,"gallery":"…","reviewer":"design","made":"2026-11-26T10:00:00Z"}
//	{"address":"image.hero[\"otto\"]","artifact":"fb6d…","verdict":"approve"}
//	{"address":"image.hero[\"runa\"]","artifact":"f555…","verdict":"reject","note":"six fingers"}
//	{"address":"image.card[\"page,day\"]","artifact":"0f5a…","verdict":"again","takes":3,"note":"softer light"}
//	{"address":"image.cloud[0]","artifact":"0f5a…","verdict":"select","take":"6352…"}
//
// Its promises:
//
//   - A decision is about one address and the bytes of one picture. It says nothing of
//     another picture, names no file, and has no part of a request.
//   - What is written is sorted by address and read back as it was. What lines and files
//     have in git's hands does no harm: line ends, byte order marks, a last line without an
//     end, several files behind each other.
//   - Anything else is refused with the file and the line: a field that is not known, two
//     lines of one person about one picture, a conflict that git has left.
//   - Who disagrees about the same picture is named, and nobody is overruled, unless the
//     caller asks for that.
//
// It is not for what becomes of decisions: whether one is about the picture that an address
// has now, and what a plan makes of it, is package wishes'.
//
//	decisions, err := review.Read(file, "gesso.decisions")
//	merged, err := review.Merge(decisions, review.Refuse)
//	err = review.Write(w, review.Header{Reviewer: "design", Made: now}, merged)
package review

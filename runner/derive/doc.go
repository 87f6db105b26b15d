// Package derive makes files from pictures: it says which of those that derive blocks
// declare are to be made, and renders them.
//
// Its promises:
//
//   - Nothing of it costs anything or asks anybody: a file is made of a picture that is
//     here.
//   - A file is made again when it is missing, when its arguments or the picture have
//     changed, and when what lies there is no picture or what gesso once made; never because
//     the picture came in other bytes. What somebody has painted over stays, unless on_drift
//     says otherwise.
//   - The same bytes on every machine, for one version of gesso.
//   - A picture is decoded once for all of its files, and so many at once as memory
//     allows.
//
// It writes no output and records nothing: it hands on who renders a file to package
// place.
//
//	conflicts, err := derive.Intend(ctx, made, derive.Ground{Outputs: w.Outputs(), Others: others})
//
//	err := derive.Render(ctx, memory, artifact, files, func(f plan.File, write func(io.Writer) error) error {
//		sha, err := outputs.Place(f.Path, write)
//		...
//	})
package derive

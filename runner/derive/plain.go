package derive

import (
	"slices"

	"gesso/runner/plan"
	"gesso/spec/derive"
	"gesso/state"
)

// Plain are files as plans have them.
func Plain(files []derive.File) []plan.File {
	var list []plan.File
	for _, f := range files {
		list = append(list, plan.File{
			Name: f.Name, Path: f.Path, Format: f.Format, Width: f.Width, Height: f.Height, Fit: string(f.Fit),
			Position: f.Position, Enlarge: f.Enlarge, Quality: f.Quality, Background: f.Background,
		})
	}
	return list
}

func formOf(f plan.File) derive.Form {
	return derive.Form{
		Format: f.Format, Width: f.Width, Height: f.Height, Fit: derive.Fit(f.Fit),
		Position: f.Position, Enlarge: f.Enlarge, Quality: f.Quality, Background: f.Background,
	}
}

// Made tells what a file is made of, as records have it: of its arguments, and of a picture
// by its identity.
func Made(f plan.File, identity string) string { return derive.Made(formOf(f), identity) }

// IsOf reports whether what is recorded of a file was made of its arguments and of a
// picture, whatever bytes that came in.
func IsOf(was state.Derivative, f plan.File, p *state.Picture) bool {
	return slices.ContainsFunc(p.Named(), func(sha string) bool { return sha != "" && was.Made == Made(f, sha) })
}

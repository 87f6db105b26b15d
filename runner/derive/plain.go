package derive

import (
	"gesso/runner/plan"
	"gesso/spec/derive"
)

// Plain is a file as plans have it.
func Plain(f derive.File) plan.File {
	return plan.File{
		Name: f.Name, Path: f.Path, Format: f.Format, Width: f.Width, Height: f.Height, Fit: string(f.Fit),
		Position: f.Position, Enlarge: f.Enlarge, Quality: f.Quality, Background: f.Background,
	}
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

// Package pictures shows pictures in a terminal: by the protocols of kitty, iTerm2 and
// sixel, or as half blocks, two pixels in a cell, on any terminal with colours.
//
// Its promises:
//
//   - A stream that is not a terminal gets none of this, whatever was asked for.
//   - A picture's bytes never reach the terminal: its pixels are encoded anew.
//   - The environment tells how a terminal shows pictures, or the terminal itself. It is
//     asked once, for about a second. Its mode is restored afterwards, also after an
//     interrupt, and no answer that comes in time is left in its input.
//   - The cursor ends below the pictures, where text would have left it.
//
// It does not read picture files or find them.
//
//	t, err := pictures.Detect(ctx, screen, pictures.Wish{Getenv: os.Getenv})
//	if err == nil && t.Why == "" {
//		t.Draw(screen, []pictures.Frame{t.Frame(img, "1", 1)})
//	}
//	t.Settle()
package pictures

// Package pictures shows pictures in a terminal: by the protocols of kitty, iTerm2 and
// sixel, or as half blocks, of which every terminal with colours shows two pixels a cell.
//
// Its promises:
//
//   - What is no terminal gets nothing of it, whatever was asked for.
//   - Bytes that somebody sent never reach the terminal: pixels are encoded anew.
//   - Which way a terminal shows pictures is told by its environment, or by itself: it is
//     asked once, for a second at most. It has its mode back afterwards, also after an
//     interrupt, and no answer is left in its input where it came in time.
//   - The cursor is where text would have left it, below the pictures.
//
// It is not for reading pictures, nor for telling where they are.
//
//	t, err := pictures.Detect(ctx, screen, pictures.Wish{Getenv: os.Getenv})
//	if err == nil && t.Why == "" {
//		t.Draw(screen, []pictures.Frame{t.Frame(img, "1", 1)})
//	}
//	t.Settle()
package pictures

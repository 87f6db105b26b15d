package paint

// inks are a palette: colours that go together, from light to dark, and one that
// stands out from them.
type inks struct {
	paper  rgb // the lightest, behind dark words
	tones  [4]rgb
	dark   rgb // the darkest, and dark words
	accent rgb
	sun    rgb // the accent, but where that is no colour for a sun
}

// palettes are made by hand.
var palettes = [...]inks{
	{hex(0xfff3e4), [4]rgb{hex(0xffd3a5), hex(0xfd9d7c), hex(0xd96478), hex(0x7a3f6d)}, hex(0x2c1b3d), hex(0xffe066), hex(0xffe066)}, // dusk
	{hex(0xf0faf4), [4]rgb{hex(0xb8e6d3), hex(0x66c2b3), hex(0x2f8f9d), hex(0x1f5673)}, hex(0x0f2741), hex(0xff9f6b), hex(0xff9f6b)}, // lagoon
	{hex(0xfbf6e3), [4]rgb{hex(0xe3dc95), hex(0xa9c46c), hex(0x5f9a57), hex(0x2f6b4f)}, hex(0x16352f), hex(0xe8573f), hex(0xe8573f)}, // orchard
	{hex(0xf6efe0), [4]rgb{hex(0xf2c14e), hex(0xe8743b), hex(0xc8342d), hex(0x1f5a8c)}, hex(0x1b1f2a), hex(0x2a9d8f), hex(0xf7d065)}, // poster
	{hex(0xfaf4ff), [4]rgb{hex(0xe2d1f4), hex(0xb9a0e0), hex(0x8a6fc2), hex(0x574a94)}, hex(0x2a2455), hex(0xffc27a), hex(0xffc27a)}, // lavender
	{hex(0xfff4e0), [4]rgb{hex(0xf6d6a0), hex(0xe8a868), hex(0xc9744a), hex(0x8c4a3c)}, hex(0x3b2226), hex(0x3fa7a0), hex(0xfff0c2)}, // desert
	{hex(0xf4f7fa), [4]rgb{hex(0xcfdde8), hex(0x93b1c9), hex(0x5b83a6), hex(0x33567a)}, hex(0x182b42), hex(0xf2684a), hex(0xf2684a)}, // fjord
	{hex(0xfff2f1), [4]rgb{hex(0xfbcbc9), hex(0xf09a9d), hex(0xcf6480), hex(0x8b3f68)}, hex(0x3f1f3d), hex(0xf4d35e), hex(0xf4d35e)}, // rose
	{hex(0xf3f6ef), [4]rgb{hex(0xcfdccb), hex(0x9cb8a0), hex(0x668e7b), hex(0x3b6259)}, hex(0x1a332f), hex(0xe9a23b), hex(0xe9a23b)}, // mist
	{hex(0xfff7f0), [4]rgb{hex(0xffd0dc), hex(0x9fd8e6), hex(0x6aa9d8), hex(0x6c63b5)}, hex(0x2b2a5e), hex(0xff6f7d), hex(0xff6f7d)}, // candy
	{hex(0xfffbe6), [4]rgb{hex(0xffe27a), hex(0xffb83d), hex(0xf5803e), hex(0xc8453b)}, hex(0x4a1d2f), hex(0x3a9e8c), hex(0xfff3b0)}, // citrus
	{hex(0xf7f2e7), [4]rgb{hex(0xdcd3c0), hex(0xa8a294), hex(0x6b7280), hex(0x3a4657)}, hex(0x151c2b), hex(0xd9a441), hex(0xd9a441)}, // slate
}

func hex(v uint32) rgb { return rgb{uint8(v >> 16), uint8(v >> 8), uint8(v)} }

// all are the palette's colours from light to dark, without the accent.
func (k inks) all() [6]rgb {
	return [6]rgb{k.paper, k.tones[0], k.tones[1], k.tones[2], k.tones[3], k.dark}
}

// along is the colour at t between the lightest (0) and the darkest (1).
func (k inks) along(t float64) rgb {
	all := k.all()
	at := min(max(t, 0), 1) * float64(len(all)-1)
	i := min(int(at), len(all)-2)
	return mix(all[i], all[i+1], at-float64(i))
}

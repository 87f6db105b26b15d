package fault

// Parcel is what a download gives in place of the picture. The zero Parcel is
// the picture.
type Parcel struct {
	Refuse   *Failure // the whole answer
	Redirect string   // where it sends the client
	Stranger bool     // it sends the client to a server whose certificate nobody signed
	Expire   bool     // the link is dead from now on; the task has a new one
	Gone     bool     // the picture is gone from now on
	Recoded  bool     // the same pixels in other bytes, which the link decides
	Notice   bool     // a dead link gives a picture that says so
	Damage   Damage   // what is wrong with the bytes
}

// Damage is what is wrong with the bytes of a download.
type Damage int

const (
	Whole       Damage = iota
	Truncated          // half of it, and a broken connection
	WrongLength        // half of it, announced as the whole
	Page               // an HTML page
	Zero               // no bytes
	Text               // text that is announced as a picture
	WrongSize          // half the width and height
	Bomb               // a header of 50,000 x 50,000 pixels
	Huge               // bytes without end
	Drip               // one byte a second
)

// LinkLocal has no service behind it, and is what a server must not be able to
// make a client ask: a cloud's metadata are at such an address.
const LinkLocal = "http://169.254.1.1/"

// parcelOf is what one fault makes of a download.
func parcelOf(name string) Parcel {
	switch name {
	case "gone":
		return Parcel{Gone: true}
	case "expired-once":
		return Parcel{Expire: true}
	case "recoded":
		return Parcel{Recoded: true}
	case "notice":
		return Parcel{Notice: true}
	case "download-500":
		return Parcel{Refuse: FailureOf("500")}
	case "redirect-file":
		return Parcel{Redirect: "file:///etc/passwd"}
	case "redirect-private":
		return Parcel{Redirect: LinkLocal}
	case "certificate":
		return Parcel{Stranger: true}
	}
	for d, word := range [...]string{Truncated: "truncated", WrongLength: "wrong-length", Page: "page", Zero: "zero", Text: "text",
		WrongSize: "wrong-size", Bomb: "bomb", Huge: "huge", Drip: "drip"} {
		if word == name {
			return Parcel{Damage: Damage(d)}
		}
	}
	panic("fault: a fault without a parcel: " + name)
}

// SpokenParcel reads the words in the prompt that a picture was made from; false: none of
// them is about this download.
func SpokenParcel(d Download) (Parcel, bool) {
	for name, value := range spoken(d.Prompt) {
		if known, ok := findFault(name); ok && known.stage == delivering && d.Times <= limitOf(value) {
			return parcelOf(name), true
		}
	}
	return Parcel{}, false
}

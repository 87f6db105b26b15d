// Package origin is where a value comes from, as its marks tell: which instances it
// depends on, whether it is secret or of this run alone, which impure function it
// used, and whether there is a mistake behind it.
//
// Marks travel through every operator and function of HCL, but for some that lose
// those of a value that is not known; Unmarked parts are found here, and mended by
// those who evaluate. It says of a value no more than its marks do.
//
//	value, marks := value.UnmarkDeep()
//	if o := origin.Of(marks); o.Sensitive {
//		return nil, errors.New("this must not be shown")
//	}
package origin

package traffic

import "time"

// Limits bound the work with one account. Zero values stand for the defaults.
type Limits struct {
	Parallelism       int           // images in work at once; 10
	RequestsPerMinute float64       // submissions; no limit
	PollInterval      time.Duration // between two questions about running tasks; 0: what is learned of their durations says when
	Timeout           time.Duration // for a task to finish; 10 minutes
	PictureBytes      int64         // of one picture; 256 MiB, which a PNG of 100 megapixels seldom exceeds
}

// WithDefaults returns the limits with the defaults in place of zeros.
func (l Limits) WithDefaults() Limits {
	if l.Parallelism == 0 {
		l.Parallelism = 10
	}
	if l.Timeout == 0 {
		l.Timeout = 10 * time.Minute
	}
	if l.PictureBytes == 0 {
		l.PictureBytes = 256 << 20
	}
	return l
}

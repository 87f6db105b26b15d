package sourcefile

// Digests hashes local sources, each once. It is not safe for concurrent use.
type Digests struct {
	where func(file string) (dir, name string)
	known map[string]digested
}

type digested struct {
	Digest
	err error
}

// NewDigests returns the digests of files, of which where tells in which directory, and under
// which name, they are.
func NewDigests(where func(file string) (dir, name string)) *Digests {
	return &Digests{where: where, known: map[string]digested{}}
}

// Of tells what is in a local source. The error is that of Read.
func (d *Digests) Of(file string) (Digest, error) {
	if known, done := d.known[file]; done {
		return known.Digest, known.err
	}
	found, err := Read(d.where(file))
	d.known[file] = digested{found, err}
	return found, err
}

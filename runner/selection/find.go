package selection

import (
	"strconv"
	"strings"

	"gesso/spec/address"
)

// Image is what a pattern can mean.
type Image struct {
	Address string
	Former  string            // the address that its record still has; "": the same
	Tags    map[string]string // of a declared one
}

// Found is which images some patterns mean. It is safe for concurrent use.
type Found struct {
	addresses map[string]bool
	counts    []int
}

// Exactly means the images of some addresses, be there such or not.
func Exactly(addresses []string) *Found {
	f := &Found{addresses: map[string]bool{}, counts: make([]int, len(addresses))}
	for n, address := range addresses {
		f.addresses[address], f.counts[n] = true, 1
	}
	return f
}

// Means reports whether an image is meant. Nil means none.
func (f *Found) Means(address string) bool { return f != nil && f.addresses[address] }

// Len is how many images are meant.
func (f *Found) Len() int { return len(f.addresses) }

// Count is how many images the n-th pattern means, which is 1 at least.
func (f *Found) Count(n int) int { return f.counts[n] }

// Find tells which images patterns mean. The error is an *UnknownError, or several
// joined, for those that mean none; option is what they were given to, such as
// "-target", or "" for arguments.
func Find(option string, patterns []string, images []Image) (*Found, error) {
	f := &Found{addresses: map[string]bool{}, counts: make([]int, len(patterns))}
	alone := addressesAmong(patterns, images)
	byStep, byTag := &tree{}, &tags{}
	for n, text := range patterns {
		switch of, isTag := strings.CutPrefix(strings.TrimSpace(text), tagPrefix); {
		case isTag:
			byTag.add(of, n)
		case alone[strings.TrimSpace(text)] == "":
			byStep.add(stepsOf(text), n)
		}
	}
	exact := map[string][]int{}
	for n, text := range patterns {
		if of := alone[strings.TrimSpace(text)]; of != "" {
			exact[of] = append(exact[of], n)
		}
	}
	last := make([]int, len(patterns)) // the image that each pattern has counted last, from 1
	for i, image := range images {
		meant := func(n int) {
			f.addresses[image.Address] = true
			if last[n] != i+1 {
				last[n] = i + 1
				f.counts[n]++
			}
		}
		for _, at := range []string{image.Address, image.Former} {
			if at == "" {
				continue
			}
			for _, n := range exact[at] {
				meant(n)
			}
			byStep.walk(address.Parse(at), meant)
		}
		byTag.walk(image.Tags, meant)
	}
	return f, unknown(option, patterns, f.counts, images)
}

// addressesAmong are the patterns that are the address of an image, and that address:
// such a text has no wildcards, whatever is in it.
func addressesAmong(patterns []string, images []Image) map[string]string {
	wanted := map[string]string{}
	for _, text := range patterns {
		if text = strings.TrimSpace(text); wild(text) {
			wanted[text] = ""
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	byAddress := map[string]bool{}
	for _, image := range images {
		byAddress[image.Address], byAddress[image.Former] = true, true
	}
	for text := range wanted {
		if joined := address.Join(stepsOf(text)); byAddress[joined] {
			wanted[text] = joined
		}
	}
	return wanted
}

// stepsOf takes a pattern apart, each key as addresses have it.
func stepsOf(text string) []address.Step {
	steps := address.Parse(strings.TrimSpace(text))
	for i := range steps {
		inside, ok := strings.CutPrefix(steps[i].Key, `["`)
		if !ok || !strings.HasSuffix(inside, `"]`) {
			continue
		}
		// Written otherwise than gesso does, it is the same key.
		if name, err := strconv.Unquote(steps[i].Key[1 : len(steps[i].Key)-1]); err == nil {
			name = strings.NewReplacer("$${", "${", "%%{", "%{").Replace(name)
			steps[i].Key = address.NameKey(name).String()
		}
	}
	return steps
}

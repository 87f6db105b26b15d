package resample

// Weights are what the pixels along one side count for a pixel of the result: those from
// first on, in parts of one.
type weights struct {
	first int
	parts []int32
}

const (
	unitBits = 14            // sums of 16-bit values and these fit into 32 bits, with what a cubic overshoots
	unit     = 1 << unitBits // what the parts of a pixel add up to
	fineBits = 20
	fine     = 1 << fineBits
)

// weigh are the weights for scaling a side of so many pixels, from at least 1 to at least
// 1. Beyond the ends there is nothing: what is there counts for more.
func weigh(from, to int) []weights {
	all := make([]weights, to)
	wide := int64(2 * max(from, to)) // twice the distance of one unit of the cubic, in pixels of both sides multiplied
	for i := range all {
		// The centre of pixel i is at ((2i+1)·from − to) / 2to of the picture's pixels.
		centre := int64(2*i+1)*int64(from) - int64(to)
		reach := 2 * wide
		first := max(floorDiv(centre-reach, int64(2*to))+1, 0)
		last := min(floorDiv(centre+reach-1, int64(2*to)), int64(from-1))
		raw := make([]int64, 0, last-first+1)
		sum := int64(0)
		for j := first; j <= last; j++ {
			w := cubic(abs(2*int64(to)*j-centre) * fine / wide)
			raw = append(raw, w)
			sum += w
		}
		all[i] = weights{int(first), normal(raw, sum)}
	}
	return all
}

// normal makes weights add up to a unit. What rounding leaves goes to the largest one.
func normal(raw []int64, sum int64) []int32 {
	parts := make([]int32, len(raw))
	left, largest := int32(unit), 0
	for j, w := range raw {
		parts[j] = int32(floorDiv(2*w*unit+sum, 2*sum))
		left -= parts[j]
		if w > raw[largest] {
			largest = j
		}
	}
	parts[largest] += left
	return parts
}

// cubic is the Catmull-Rom kernel at a distance, both in parts of fine.
func cubic(x int64) int64 {
	square := x * x >> fineBits
	cube := square * x >> fineBits
	switch {
	case x < fine:
		return (3*cube-5*square)/2 + fine
	case x < 2*fine:
		return (5*square-cube)/2 - 4*x + 2*fine
	}
	return 0
}

func abs(x int64) int64 { return max(x, -x) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// Package grid finds what varies within a block: the axes of a matrix, the parts that the
// keys of a for_each are joined from, and the keys of the modules around it.
//
// Its promises:
//
//   - Each instance has one value on each axis, and no two of them have the same on all.
//   - What is written tells first: names and order of a matrix are those of the
//     configuration. Keys are taken apart only where their parts make a grid.
//   - The same instances make the same grid.
//
// It evaluates nothing, and what is sensitive names nothing.
//
//	found := grid.Of("card", members)
//	for n, m := range members {
//		fmt.Println(m.Occurrence.Key, found.At[n]) // ["page,day"] [page day]
//	}
package grid

// Bench times gesso as a user meets it: cold processes on folders of many
// images. It plans folders that are as declared, and applies fresh ones on a
// sandbox in a process of its own. .ci/bench builds and runs it.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// bench is one run of this program.
type bench struct {
	gesso   string // the binary
	dir     string // for the folders that it works in
	repeats int
	broken  []string // limits that were not kept
}

// wants are what is to be timed: all but what stands alone where none is set.
type wants struct {
	plans, applies, loads, speeds, quiet, gallery, home, answers, books, restores *bool

	seeds   *int
	prompts *string
}

func (b *bench) flags() wants {
	flag.StringVar(&b.gesso, "gesso", "", "the gesso `BINARY`")
	flag.StringVar(&b.dir, "dir", "", "an empty `FOLDER` to work in")
	flag.IntVar(&b.repeats, "repeats", 5, "take the median of `N` processes")
	return wants{
		plans:    flag.Bool("plans", false, "only the plans"),
		applies:  flag.Bool("applies", false, "only the applies"),
		loads:    flag.Bool("loads", false, "only rates, tasks in flight and large pictures: some fifteen minutes"),
		speeds:   flag.Bool("speeds", false, "only the first of the loads, those with default settings: some ten minutes"),
		quiet:    flag.Bool("quiet", false, "only plans where nothing has changed, beside ninja"),
		gallery:  flag.Bool("gallery", false, "only galleries, of 2,000 and of 10,000 pictures: some minutes"),
		home:     flag.Bool("home", false, "only a project whose home is a bucket that is 50 ms away: a quiet plan, an apply, a restore, or those of them that are named; some minutes"),
		answers:  flag.Bool("answers", false, "only what answers about 10,000 images that have all changed: plans, plan files, help, completion"),
		books:    flag.Bool("books", false, "only what tells of one image among 100,000 calls: about a minute"),
		restores: flag.Bool("restores", false, "only restores of 10,000 small outputs and of some large ones, beside cp"),
		seeds:    flag.Int("seed", 0, "only make the folders of -quiet, of `N` blocks"),
		prompts:  flag.String("prompts", "", "apply the column prompt of this CSV `FILE` instead of 1,632 made-up prompts"),
	}
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	b := &bench{}
	w := b.flags()
	flag.Parse()
	if b.gesso == "" || b.dir == "" {
		log.Fatal("use .ci/bench, which builds gesso first")
	}
	if *w.seeds > 0 {
		if err := seedQuiet(b.dir, *w.seeds); err != nil {
			log.Fatal(err)
		}
		return
	}
	var counts []int
	if !*w.home {
		var err error
		if counts, err = numbers(flag.Args()); err != nil {
			log.Fatal(err)
		}
	}
	about()
	if err := b.measure(w, counts); err != nil {
		log.Fatal(err)
	}
	if len(b.broken) == 0 {
		fmt.Println("\nAll limits are kept.")
		return
	}
	fmt.Printf("\nNot kept: %s\n", strings.Join(b.broken, "; "))
}

// about says where the times were taken.
func about() {
	fmt.Printf("%s/%s, %d cores, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		fmt.Printf(", load before: %s", strings.Join(strings.Fields(string(load))[:3], " "))
	}
	fmt.Println()
}

// measure times what is wanted, of so many images.
func (b *bench) measure(w wants, counts []int) error {
	given := flag.NArg() > 0
	switch {
	case *w.quiet:
		if !given {
			counts = []int{10_000, 100_000}
		}
		return b.quiet(counts)
	case *w.gallery:
		if !given {
			counts = []int{2_000, 10_000}
		}
		return b.galleries(counts)
	case *w.home:
		return b.home(flag.Args())
	case *w.answers:
		return b.answered()
	case *w.books:
		return b.books()
	case *w.restores:
		return b.restores()
	case *w.speeds:
		return b.speed()
	case *w.loads:
		return b.loads()
	case !*w.applies:
		if err := b.plans(counts); err != nil {
			return err
		}
	}
	if *w.plans {
		return nil
	}
	return b.applies(*w.prompts)
}

func numbers(args []string) ([]int, error) {
	if len(args) == 0 {
		return []int{1_000, 10_000, 100_000}, nil
	}
	counts := make([]int, len(args))
	for i, text := range args {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of images", text)
		}
		counts[i] = n
	}
	return counts, nil
}

// check notes a limit that is not kept, and marks the value for the table.
func (b *bench) check(what string, kept bool) string {
	if kept {
		return ""
	}
	b.broken = append(b.broken, what)
	return "  OVER"
}

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

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	b := &bench{}
	flag.StringVar(&b.gesso, "gesso", "", "the gesso `BINARY`")
	flag.StringVar(&b.dir, "dir", "", "an empty `FOLDER` to work in")
	flag.IntVar(&b.repeats, "repeats", 5, "take the median of `N` processes")
	plans := flag.Bool("plans", false, "only the plans")
	applies := flag.Bool("applies", false, "only the applies")
	loads := flag.Bool("loads", false, "only rates, tasks in flight and large pictures: some fifteen minutes")
	speeds := flag.Bool("speeds", false, "only the first of the loads, those with default settings: some ten minutes")
	quiet := flag.Bool("quiet", false, "only plans where nothing has changed, beside ninja")
	gallery := flag.Bool("gallery", false, "only galleries, of 2,000 and of 10,000 pictures: some minutes")
	home := flag.Bool("home", false, "only a project whose home is a bucket that is 50 ms away: a quiet plan, an apply, a restore; some minutes")
	seeds := flag.Int("seed", 0, "only make the folders of -quiet, of `N` blocks")
	prompts := flag.String("prompts", "", "apply the column prompt of this CSV `FILE` instead of 1,632 made-up prompts")
	flag.Parse()
	if b.gesso == "" || b.dir == "" {
		log.Fatal("use .ci/bench, which builds gesso first")
	}
	if *seeds > 0 {
		if err := seedQuiet(b.dir, *seeds); err != nil {
			log.Fatal(err)
		}
		return
	}
	counts, err := numbers(flag.Args())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s/%s, %d cores, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		fmt.Printf(", load before: %s", strings.Join(strings.Fields(string(load))[:3], " "))
	}
	fmt.Println()
	switch {
	case *quiet:
		if flag.NArg() == 0 {
			counts = []int{10_000, 100_000}
		}
		err = b.quiet(counts)
	case *gallery:
		if flag.NArg() == 0 {
			counts = []int{2_000, 10_000}
		}
		err = b.galleries(counts)
	case *home:
		err = b.home()
	case *speeds:
		err = b.speed()
	case *loads:
		err = b.loads()
	case !*applies:
		err = b.plans(counts)
	}
	if err == nil && !*plans && !*loads && !*speeds && !*quiet && !*gallery && !*home {
		err = b.applies(*prompts)
	}
	if err != nil {
		log.Fatal(err)
	}
	if len(b.broken) == 0 {
		fmt.Println("\nAll limits are kept.")
		return
	}
	fmt.Printf("\nNot kept: %s\n", strings.Join(b.broken, "; "))
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

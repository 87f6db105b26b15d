// Homes runs the suites that every home and every shelf passes on servers that others
// have made, each over lines that are good, slow, and break. .ci/homes builds the servers
// where they can be had, and runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("homes: ")
	binaries := flag.String("servers", "", "the `FOLDER` that has the servers' binaries")
	only := flag.String("only", "", "only the server `NAME`")
	lines := flag.String("lines", "good,slow,broken", "the lines to them: good, slow, broken, separated by commas")
	dir := flag.String("dir", "", "the `FOLDER` of gesso, where the suites are run")
	flag.Parse()
	failed := 0
	for _, s := range servers {
		if *only != "" && *only != s.name {
			continue
		}
		binary := *binaries + "/" + s.name
		if _, err := os.Stat(binary); err != nil {
			fmt.Printf("=== %s: SKIPPED: there is no binary of it\n", s.name)
			continue
		}
		if err := try(s, binary, strings.Split(*lines, ","), *dir, flag.Args()); err != nil {
			fmt.Printf("=== %s: FAILED: %v\n", s.name, err)
			failed++
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
}

// try starts a server and runs the suites on it, over each kind of line.
func try(s server, binary string, lines []string, dir string, suites []string) error {
	running, err := s.start(binary)
	if err != nil {
		return err
	}
	defer running.stop()
	failed := 0
	for _, kind := range lines {
		began := time.Now()
		if err := overLine(running, kind, dir, suites); err != nil {
			fmt.Printf("=== %s, %s line: FAILED: %v\n", s.name, kind, err)
			failed++
			continue
		}
		fmt.Printf("=== %s, %s line: passed in %s\n", s.name, kind, time.Since(began).Round(time.Second))
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d lines", failed, len(lines))
	}
	return nil
}

// variable tells the suites of a bucket, in the words of a backend block.
const variable = "GESSO_TEST_S3"

// overLine runs the suites on a server over a line.
func overLine(r *running, kind, dir string, suites []string) error {
	near, err := freePort()
	if err != nil {
		return err
	}
	l, err := lay(kind, near, r.address)
	if err != nil {
		return err
	}
	defer l.close()
	ctx, stop := context.WithTimeout(context.Background(), 65*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-count=1", "-timeout=60m"}, suites...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "AWS_ACCESS_KEY_ID="+key, "AWS_SECRET_ACCESS_KEY="+secret, "AWS_EC2_METADATA_DISABLED=true", "GESSO_TEST_LINE="+kind,
		fmt.Sprintf("%s=endpoint=http://%s,bucket=%s,region=us-east-1,path_style=true", variable, near, bucket))
	return cmd.Run()
}

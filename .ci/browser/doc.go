// Package browser holds the pages of gesso gallery to what they promise, in a real
// browser: that nothing is asked for but the page, that what a prompt says is never
// run, that a person can decide by keys alone, and that it can be read without
// scripts, in print, by a screen reader and at 360 pixels.
//
// It is a module of its own, so that go test ./... of gesso needs Go and nothing
// else. Without chromium on the PATH nothing is tested, and the run says so.
//
//	cd .ci/browser && go test ./...
//
// These may be in the environment:
//
//	GESSO_BROWSER   the browser, if it is not chromium on the PATH
//	GESSO_SHOTS     a folder that keeps screenshots and printed pages, to look at
//	GESSO_AXE       axe.min.js of axe-core 4.14.1; without it a part of the
//	                accessibility test is skipped
package browser

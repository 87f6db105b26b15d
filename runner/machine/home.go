package machine

import (
	"time"

	"gesso/runner/document"
)

// HomeHeld is who works on a project's home, where that matters to a run.
type HomeHeld struct {
	Head
	Home HomeWork `json:"home"`
}

// HomeWork is somebody's work on a home.
type HomeWork struct {
	Where   string              `json:"where"`                    // s3://bucket/prefix, or a folder
	Holder  document.HomeHolder `json:"holder"`                   // of home_waiting and home_taken_over whoever was there before, of home_deposed whoever took over
	Seconds float64             `json:"wait_seconds,omitempty"`   // of home_waiting: how long at most
	Silent  float64             `json:"silent_seconds,omitempty"` // of home_taken_over: how long there was no sign of life
	Answers int                 `json:"answers,omitempty"`        // of home_deposed: how many were reported since
}

// HomeWaiting tells that a run waits for another one. The text is for people.
func (s *Stream) HomeWaiting(text, where string, of document.HomeHolder, patience time.Duration) {
	s.write(HomeHeld{s.head(TypeHomeWaiting, info, text), HomeWork{Where: where, Holder: of, Seconds: patience.Seconds()}})
}

// HomeTakenOver tells that a run has taken over from another one.
func (s *Stream) HomeTakenOver(text, where string, of document.HomeHolder, silent time.Duration) {
	s.write(HomeHeld{s.head(TypeHomeTakenOver, warn, text), HomeWork{Where: where, Holder: of, Silent: silent.Seconds()}})
}

// HomeDeposed tells that another run has taken over from this one.
func (s *Stream) HomeDeposed(text, where string, by document.HomeHolder, answers int) {
	s.write(HomeHeld{s.head(TypeHomeDeposed, fatal, text), HomeWork{Where: where, Holder: by, Answers: answers}})
}

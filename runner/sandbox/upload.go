package sandbox

import (
	"mime/multipart"
	"net/http"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/studio"
)

// upload is POST /api/v1/files/: one field, "file". Any file is taken, as it is
// by the provider; whether it is a picture is asked when it is edited.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) *fault.Failure {
	// The form is read as it comes: the file goes to the shelf, not to memory.
	r.Body = http.MaxBytesReader(w, r.Body, studio.MaxFile+maxBody)
	finished := hurry(w, uploadTime)
	form, err := r.MultipartReader()
	if err != nil {
		return bad("the upload is not multipart/form-data: %v", err)
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return bad("the upload has no field \"file\" (%v)", err)
		}
		if part.FormName() == "file" {
			failure := s.shelve(w, r, part)
			if failure == nil {
				finished()
			}
			return failure
		}
	}
}

func (s *Server) shelve(w http.ResponseWriter, r *http.Request, part *multipart.Part) *fault.Failure {
	f, err := s.shelf.Add(part, part.FileName())
	if err != nil {
		return bad("the file was not taken: %v", err)
	}
	s.ledger.note(func(b *Books) {
		b.Uploads++
		b.log(Entry{What: "upload"})
	})
	answer(w, http.StatusOK, map[string]string{"file_url": s.base(r) + filesPath + f.Name})
	return nil
}

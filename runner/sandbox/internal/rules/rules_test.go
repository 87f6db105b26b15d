package rules

import "testing"

func TestMeasure(t *testing.T) {
	tests := []struct {
		model, size   string
		width, height int
		ok            bool
	}{
		{"flux-dev", "", 0, 0, true},
		{"flux-dev", "16:9", 1376, 768, true},
		{"flux-dev", "256x1440", 256, 1440, true},
		{"flux-dev", "1792x1024", 1792, 1024, true},
		{"flux-dev", "250x256", 0, 0, false},
		{"flux-dev", "7:5", 0, 0, false},
		{"flux-pro-1.1", "16:9", 0, 0, false},
		{"flux-pro-1.1", "1792x1024", 0, 0, false},
		{"flux-kontext-pro", "1024x1024", 0, 0, false},
		{"flux-2-pro", "", 0, 0, false},
		{"flux-2-pro", "64x4096", 64, 4096, true},
		{"flux-9", "", 0, 0, true},
		{"flux-9", "large", 0, 0, false},
	}
	for _, test := range tests {
		width, height, err := Of(test.model).Measure(test.size)
		if width != test.width || height != test.height || (err == nil) != test.ok {
			t.Errorf("%s, %q: got %dx%d and %v", test.model, test.size, width, height, err)
		}
	}
}

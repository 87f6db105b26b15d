# What takes, derived files, metadata and edits by hand leave behind.
image "again" {
  prompt = "made twice"
  size   = "1024x1024"
  take   = 2
}
image "replaced" {
  prompt = "replaced"
  size   = "1024x1024"
}
image "small" {
  prompt = "with smaller files"
  size   = "1024x1024"
  derive {
    path  = "out/small-8.png"
    width = 8
  }
}
image "told" {
  prompt   = "with metadata"
  size     = "1024x1024"
  path     = "out/told.png"
  metadata = "embed"
}
image "painted" {
  prompt = "painted over"
  size   = "1024x1024"
}
image "repainted" { # an edit of what somebody has painted over
  source = image.painted
  prompt = "painted over, at night"
  model  = "flux-kontext-pro"
  size   = "1:1"
}

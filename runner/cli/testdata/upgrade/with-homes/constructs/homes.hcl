# White space that counts.
image "kept" {
  prompt    = "- a list\n  - of lines"
  size      = "1024x1024"
  normalize = false
}

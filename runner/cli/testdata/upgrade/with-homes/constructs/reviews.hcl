# What reviews, shared pictures and kept ones leave behind.
image "approved" {
  prompt = "approved"
  size   = "1024x1024"
}
image "rejected" {
  prompt = "rejected"
  size   = "1024x1024"
}
image "shared" {
  count  = 2
  prompt = "the same for both"
  size   = "1024x1024"
  share  = true
}
image "stale" {
  prompt     = "what is asked for since"
  size       = "1024x1024"
  regenerate = "manual"
}

# The sandbox inside of the program, and one on this machine.
provider "flux" {
  endpoint      = "sandbox"
  poll_interval = "20ms"
}
image "sized" {
  prompt = "a small lake"
  model  = "flux-2-klein"
  size   = "64x64"
}
image "wave" {
  count  = 2
  prompt = "a small wave"
  size   = "256x256"
}
image "edit" {
  source = image.sized
  prompt = "at night"
}

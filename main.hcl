image "a" {
  prompt = "x"
  provider = flux.other
}

image "fox" {
  prompt = "a red fox"
  size="1024x1024"
  model   =   "flux-pro"

  path="a.png"
  output_format = "png"
  # a comment parts nothing
  q = 1
  tags = {
    a = 1
    longer = 2
  }
  after_it = 3
}

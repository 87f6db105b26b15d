image "a" {
  for_each = toset(["x",
    "y"])
  prompt = join(", ", [
  "a fox", var.style,
        "at night"])
  tags = merge(local.tags, {
  a=1
          }, {
  b = 2 })
  condition = (var.a &&
  var.b ||
       var.c)
}

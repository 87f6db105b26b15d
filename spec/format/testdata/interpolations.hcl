image "fox" {
  prompt = "${var.style}"
  a = "${ var.style }"
  b = "${~ var.style ~}"
  c = "${"literal"}"
  d = "${1+2}"
  e = "${var.a?"x":"y"}"
  f = "${ {a=1} }"
  g = "${["a","b"]}"
  h = "${file("x.txt")}" # comment
  i = "${!var.on}"
  j = "${-1}" /* c */
  k = "${ /* c */ var.x}"
}

variable "a" {
type = "string"
}
variable "b" {
  type="list"   # of what?
  default = []
}
variable "c" { type = "map" }
variable "d" {
  type    = list
}
variable "e" {
  type = map
  description = "${var.x}"
}
variable f {
  type = set
}
variable "g" {
  type = /* c */ "string"
}

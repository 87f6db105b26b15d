variable "a" {
type="number"
}
variable "b" {
type= "bool"
}
variable "c" {
type= list( string )
}
variable "d" {
type= object({a=string,b=optional(number,1),
c=list(any)
})
}
variable "e" {
type = ("list")
}
variable "f" {
type = "${string}"
}
variable "g" {
type = [ "string" ]
nested {
type = "list"
}
}
output "type" {
type = "list"
}
type = "map"
module "m" {
variable "v" {
type = "list"
}
}
variable {
type = list
}
variable "two" "labels" {
type = list
}

variable "style" {default="flat"}
variable "a" {   }
variable "b" {

}
variable "c" {
}
output "x" {value=image.fox.path}   # why
output "y" { value = "${image.fox.path}" }
locals {}
image "fox" { prompt = [1,2,
3] }

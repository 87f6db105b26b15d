image "a" {
prompt="x"
}
image fox {}
image   owl   {
prompt="x"
}
dynamic "a"   b   c{
content   {}
}
provider flux{alias=second}
image é {}
image a-b_c {}

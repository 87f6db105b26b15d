image fox {
prompt="${var.x}"
}

image fox {
  prompt="${var.x}"   # c
  // d


  tags=[1,
2]
}

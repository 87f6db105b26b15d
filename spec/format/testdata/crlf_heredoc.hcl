a=<<E
  x ${ var.y }
E
b =   1

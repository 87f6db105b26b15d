style="flat"
heroes={
aria={description="a knight",age=3}
bo    = {   description = "a fox",   age = 12 }
}
names=["a",
"b"]
bare = "${x}"

# first
   // second, indented
/* third */
/* fourth
      over lines */
image "fox" { # opening
prompt = "a"# no space
size="b"            // far away
model = /* inside */ "c" /* after */
/* before */ path = "d"
      # trailing, indented
  }   # closing
#
##no space

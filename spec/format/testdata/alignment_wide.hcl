a = "日本"
日本語 = 1
é = 2
é_decomposed = 3
emoji = "👩‍👩‍👧‍👦" # family
x = 1 # one

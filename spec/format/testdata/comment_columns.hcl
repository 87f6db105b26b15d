a = 1 # one
bbbbbb = 2 # two
c = [ # list
1, # first
22, # second
333 # third
] # end
d = 4 # four

e = 5     # five
ffffffffff = 6# six

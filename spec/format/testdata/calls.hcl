a=foo( )
b=foo(1,2)
c=foo (1 , 2)
d=foo(1,2,)
e=foo(a ...)
f=foo(
1,
2
)
g=foo(bar(
1), [
2
], {
a=1
})
h=core::upper( "x" )
i=merge({
a=1
},{
b=2
})

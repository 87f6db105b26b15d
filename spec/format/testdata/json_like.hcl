a={"k":"v","n":[1,2,{"x":null}],"t":true}
b={
"k":"v",
"longer":"w",
   "n":{
"m":1}
}

package format_test
import ("testing";"strings";"time";"gesso/spec/format")
func TestZ(t *testing.T){
 for n,s:=range map[string]string{
  "oneline": "a = ["+strings.Repeat("1,",2_000_000)+"]\n",
  "oneline13": "a = ["+strings.Repeat("1,",1_300_000)+"]\n",
  "blocks": strings.Repeat("image fox {\n prompt=\"${x}\"\n size=\"1\"\n}\n",100000),
  "attrs": strings.Repeat("\n# c\n",100000),
  "comments": "a=["+strings.Repeat("1, # c\n",100000)+"]",
  "deep": "a="+strings.Repeat("[",900)+strings.Repeat("]",900),
  "deepw": "a="+strings.Repeat("\"${",400)+"1"+strings.Repeat("}\"",400),
  "deepw2": strings.Repeat("a {\n",900)+strings.Repeat("}\n",900),
  "toodeep": "a="+strings.Repeat("[",100000)+strings.Repeat("]",100000),
  "big":"a=<<E\n"+strings.Repeat("hello\n",2000000)+"E\n",
  "str":"a=\""+strings.Repeat("h",10000000)+"\"\n",
  "strint":"a=\""+strings.Repeat("h${x}",500000)+"\"\n",
 }{
  st:=time.Now()
  o,d:=format.Source([]byte(s),"x")
  t.Log(n,len(s),len(o),time.Since(st), len(d))
 }
}

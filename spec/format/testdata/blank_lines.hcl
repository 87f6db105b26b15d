


image "a" {


  prompt = "x"



  size = "y"


}



image "b" {

}
   
	



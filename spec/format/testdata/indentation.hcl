gesso {
required_version=">= 0.1.0"
        output_dir = "images"
    }
image "fox" {
          prompt = "a red fox"
  lifecycle {
precondition {
condition=length(var.style)>0
            error_message = "no style"
  }
	}
	}

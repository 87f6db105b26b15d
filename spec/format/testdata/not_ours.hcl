terraform{
required_providers{
aws={source="hashicorp/aws",version="~>5"}
}
}
resource aws_instance web{
ami="${data.aws_ami.x.id}"
count="1"
depends_on=["aws_vpc.x"]
provider="aws.x"
lifecycle{ignore_changes=["*"]}
provisioner local-exec{command="${path.module}/x"}
}

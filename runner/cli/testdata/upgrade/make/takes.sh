# Sourced by make.sh: a picture that was replaced and chosen again, and one that was
# painted over, and what was edited from that.
run 3 apply -auto-approve '-replace=image.replaced'
run 0 select image.replaced 1
cp start.png out/painted.png
run 3 apply -auto-approve
run 3 apply -auto-approve

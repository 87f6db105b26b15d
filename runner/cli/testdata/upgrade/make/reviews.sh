# Sourced by make.sh: decisions of people, and a picture that is stale.
sha() { sed -n "s/.*\"address\":\"image.$1\".*\"artifact\":\"\([0-9a-f]*\)\".*/\1/p" gesso.state; }
cat > review.jsonl <<DECISIONS
{"gesso":"decisions","version":1,"reviewer":"design"}
{"address":"image.approved","artifact":"$(sha approved)","verdict":"approve"}
{"address":"image.rejected","artifact":"$(sha rejected)","verdict":"reject","note":"six fingers"}
DECISIONS
run 3 apply -auto-approve -decisions=review.jsonl
sed -i 's/what was made once/what is asked for since/' reviews.hcl
run 3 apply -auto-approve

#!/bin/sh
# Writes a set of an earlier version, from the same configurations as before-defaults and
# from what versions since then can do besides, a file of this folder for each:
#
#	make.sh GESSO FOLDER [EXTRA.hcl…]
#
# It is run once for a set, with the last version before an issue. The sets are never
# written anew: they are what people have.
set -e
gesso=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
sets=$(realpath "$here/..")/$2
from=$(realpath "$here/../before-defaults/make")
shift 2
mkdir "$sets"
export ACEDATACLOUD_API_TOKEN=fixture HTTP_PROXY=http://127.0.0.1:18788 http_proxy=http://127.0.0.1:18788
"$gesso" sandbox -listen=127.0.0.1:18787 >/dev/null 2>&1 & sandbox=$!
python3 "$from/provider.py" 18788 18787 & provider=$!
trap 'kill $sandbox $provider' EXIT
sleep 2

# run EXIT-CODE ARGUMENTS … runs gesso, which must end with the code.
run() {
	want=$1; shift; code=0
	"$gesso" "$@" >/tmp/upgrade.log 2>&1 || code=$?
	[ $code = $want ] || { cat /tmp/upgrade.log; echo "$(pwd): exit code $code, not $want"; exit 1; }
}
# keep makes a folder of what gesso wrote that git takes as it is.
keep() { rm -rf .gesso/lock .gesso/stat .gesso/quiet .gesso/thumbs .gesso/.gitignore; mv .gesso dot-gesso; cd "$sets"; }

cp -R "$from/constructs" "$sets/constructs"
cd "$sets/constructs"
for extra; do cp "$here/$extra.hcl" .; done
sed -i 's/image "new_name"/image "old_name"/; /^moved {/,/^}/d' main.hcl
run 3 apply -auto-approve # one picture is tainted
cp "$from/constructs/main.hcl" .
run 3 apply -auto-approve
sed -i 's/flat pastel/dark oil/' main.hcl # and back: the store has pictures that nothing uses
run 3 apply -auto-approve
cp "$from/constructs/main.hcl" .
run 3 apply -auto-approve
for extra; do [ ! -f "$here/$extra.sh" ] || . "$here/$extra.sh"; done
keep

# Calls in doubt and calls that are accepted, in the state and in a journal that
# a killed run has left.
cp -R "$from/open" "$sets/open"
cd "$sets/open"
mv main.hcl all.hcl.later
sed '/^image "doubt_lines"/,$d' all.hcl.later > main.hcl
run 5 apply -auto-approve
mv all.hcl.later main.hcl
"$gesso" apply -auto-approve >/tmp/upgrade.log 2>&1 & run=$!
sleep 4
kill -KILL $run
keep

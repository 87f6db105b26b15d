#!/bin/sh
# Writes the sets of this folder with a gesso of the time before requests had a
# size by default and prompts had one kind of line ends (commit 91e862f):
#
#	make.sh GESSO
#
# It was run once. The sets are never written anew: they are what people have.
set -e
gesso=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
sets=$(realpath "$here/..")
export ACEDATACLOUD_API_TOKEN=fixture HTTP_PROXY=http://127.0.0.1:18788 http_proxy=http://127.0.0.1:18788
serve() { "$gesso" sandbox -listen=127.0.0.1:18787 >/dev/null 2>&1 & sandbox=$!; }
serve
python3 "$here/provider.py" 18788 18787 & provider=$!
trap 'kill $sandbox $provider' EXIT
sleep 2

# run EXIT-CODE OPTIONS … runs gesso apply, which must end with the code.
run() {
	want=$1; shift; code=0
	"$gesso" apply -auto-approve "$@" >"/tmp/upgrade.log" 2>&1 || code=$?
	[ $code = $want ] || { cat /tmp/upgrade.log; echo "$(pwd): exit code $code, not $want"; exit 1; }
}
start() { cp -R "$here/$1" "$sets/$2"; cd "$sets/$2"; }
crlf() { find . -name '*.hcl*' -o -name '*.txt' -o -name '*.tmpl' -o -name '*.csv' | xargs sed -i 's/$/\r/'; }
# keep makes a folder of what gesso wrote that git takes as it is.
keep() { rm -f .gesso/lock .gesso/stat .gesso/.gitignore; mv .gesso dot-gesso; cd "$sets"; }

start constructs constructs
sed -i 's/image "new_name"/image "old_name"/; /^moved {/,/^}/d' main.hcl
run 3 # one picture is tainted
cp "$here/constructs/main.hcl" .
run 3
sed -i 's/flat pastel/dark oil/' main.hcl # and back: the store has pictures that nothing uses
run 3
cp "$here/constructs/main.hcl" .
run 3
keep

start unsaid unsaid
run 3
sed -i '/^image "ignored_model"/,/^}/s/flux-dev/flux-kontext-pro/' main.hcl
run 3
keep

start lines lines-lf
run 0
keep
start lines lines-crlf
crlf
run 0
keep

# Calls in doubt and calls that are accepted, in the state and in a journal that
# a killed run has left.
start open open
mv main.hcl all.hcl.later
sed '/^image "doubt_lines"/,$d' all.hcl.later > main.hcl
run 5
mv all.hcl.later main.hcl
"$gesso" apply -auto-approve >/tmp/upgrade.log 2>&1 & run=$!
sleep 4
kill -KILL $run
keep

# The same when the provider has forgotten its tasks.
cp -R open lost
cd lost
mv dot-gesso .gesso
kill $sandbox
sleep 1
serve
sleep 1
"$gesso" apply -auto-approve >/tmp/upgrade.log 2>&1 || true
keep

start builtin builtin
run 0
keep

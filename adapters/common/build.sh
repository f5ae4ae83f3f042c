# What the build scripts of the adapters share. They are run, not this.
set -eu
sources=$(cd "$(dirname "$0")" && pwd)
name=$(basename "$sources")
adapters=$(dirname "$sources")
out=$adapters/../artifacts/adapters/$name

# Ends with 2 unless the Debian packages of the adapter are installed.
missing=
for package in $(sed -n "s/^$name //p" "$adapters/packages"); do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2> /dev/null | grep -qx installed || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "adapters/$name: these Debian packages are missing:$missing" >&2
    exit 2
fi
mkdir -p "$out"

# Whether a file was made from all that the folders hold.
is_made() {
    made=$1
    shift
    [ -e "$made" ] && [ -z "$(find "$adapters/common" "$adapters/packages" "$sources" "$@" -newer "$made")" ]
}

compile() { gcc -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror "$@"; }

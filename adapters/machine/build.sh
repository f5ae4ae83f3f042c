# What makes a machine with a kernel of Debian's. It is run by the build scripts of such machines, which say which
# package that is by `kernel`, and not by itself.
. "$(dirname "$0")/../common/build.sh"

if [ ! -e "$out/vmlinuz" ]; then
    # A package that depends on the newest of its kind stands for that one.
    kernel=$(apt-cache depends "$kernel" 2> /dev/null | sed -n 's/^ *Depends: //p')
    if [ -z "$kernel" ]; then
        echo "adapters/$name: this release of Debian has no such kernel" >&2
        exit 3
    fi
    echo "adapters/$name: fetching $kernel"
    (cd "$out" && rm -f -- *.deb && apt-get -qq -o APT::Sandbox::User=root download "$kernel")
    dpkg-deb --fsys-tarfile "$out"/*.deb > "$out/kernel.tar"
    module=$(tar -tf "$out/kernel.tar" --wildcards './lib/modules/*/tun.ko*')
    tar -xOf "$out/kernel.tar" "$module" > "$out/${module##*/}"
    [ -e "$out/tun.ko" ] || xz -d -f "$out/tun.ko.xz"
    tar -xOf "$out/kernel.tar" --wildcards './boot/vmlinuz-*' > "$out/vmlinuz.part"
    rm "$out"/*.deb "$out/kernel.tar"
    mv "$out/vmlinuz.part" "$out/vmlinuz"
fi
is_made "$out/adapter" "$adapters/machine" "$adapters/sockets" && exit
compile -static -no-pie -pthread -o "$out/init" "$adapters/machine/boot.c" "$adapters"/sockets/*.c \
    "$adapters"/common/*.c -ljansson
nm "$out/init" | grep -E ' (mailbox|doorbell)$' > "$out/symbols"
strip "$out/init"
rm -rf "$out/root"
mkdir -p "$out/root/dev" "$out/root/proc"
mv "$out/init" "$out/root"
cp "$out/tun.ko" "$out/root"
find "$out/root" -exec touch -h -d @0 {} +
(cd "$out/root" && find . | sort | cpio --quiet --reproducible -o -H newc > ../initrd)
cp "$adapters/machine/adapter" "$out/adapter.new"
"$out/adapter.new" --save
mv "$out/adapter.new" "$out/adapter"

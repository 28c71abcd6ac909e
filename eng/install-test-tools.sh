#!/bin/sh
# Installs what the tests need beside the .NET SDK: PostgreSQL 15, and gcc for the library that loses unsynced writes.
# Does nothing when they are there. Needs root and a network.
set -eu

"$(dirname "$0")/install-postgresql.sh"

if command -v gcc >/dev/null && [ -e /usr/include/stdio.h ]; then
    exit 0
fi

if [ "$(id -u)" -ne 0 ]; then
    echo "gcc is missing. Installing it needs root and a network: run 'sudo $0'." >&2
    exit 1
fi

echo "gcc is missing: installing it from Debian (needs root and a network)." >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends gcc libc6-dev

#!/bin/sh
# Installs what the tests of the console need: Chromium, and a font without which Chinese shows as boxes.
# Does nothing when they are there. Needs root and a network.
set -eu

font=/usr/share/fonts/truetype/wqy/wqy-microhei.ttc
if [ -x /usr/bin/chromium ] && [ -e "$font" ]; then
    exit 0
fi

if [ "$(id -u)" -ne 0 ]; then
    echo "Chromium or its Chinese font is missing. Installing them needs root and a network: run 'sudo $0'." >&2
    exit 1
fi

echo "Chromium or its Chinese font is missing: installing them from Debian (needs root and a network)." >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends chromium fonts-wqy-microhei

#!/bin/sh
# Installs the OpenID Connect provider that the sign-in tests speak to, from npm, and Node.js from Debian when it is missing.
# Does nothing when they are there. Needs a network, and root for Node.js.
set -eu

folder="$(dirname "$0")/../tests/Octant.EndToEnd/SignIn/provider"
if [ -d "$folder/node_modules/oidc-provider" ]; then
    exit 0
fi

if ! command -v npm >/dev/null; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "Node.js is missing. Installing it needs root and a network: run 'sudo $0'." >&2
        exit 1
    fi

    echo "Node.js is missing: installing it from Debian (needs root and a network)." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install --yes --no-install-recommends nodejs npm
fi

npm ci --prefix "$folder" --no-audit --no-fund --loglevel error

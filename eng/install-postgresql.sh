#!/bin/sh
# Installs PostgreSQL 15 from Debian for the tests, which start throw-away clusters of their own.
# Does nothing when it is there. Needs root and a network.
set -eu

programs=/usr/lib/postgresql/15/bin
if [ -x "$programs/initdb" ] && [ -x "$programs/postgres" ]; then
    exit 0
fi

if [ "$(id -u)" -ne 0 ]; then
    echo "PostgreSQL 15 is missing. Installing it needs root and a network: run 'sudo $0'." >&2
    exit 1
fi

echo "PostgreSQL 15 is missing: installing it from Debian (needs root and a network)." >&2

# The package makes a cluster and starts it unless told otherwise.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends -o Dpkg::Options::=--force-confold postgresql-15

if [ ! -x "$programs/initdb" ]; then
    echo "PostgreSQL 15 was installed, but $programs/initdb is not there." >&2
    exit 1
fi

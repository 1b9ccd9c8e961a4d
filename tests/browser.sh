#!/bin/sh
# Gives the browser test its Chromium where it may; says in one sentence where it may not.
set -u

if command -v chromium >/dev/null 2>&1 || [ -x /usr/bin/chromium ]; then
    exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser test (once) ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq >/dev/null 2>&1 &&
        apt-get install -qq -y --no-install-recommends chromium >/dev/null 2>&1; then
        exit 0
    fi
    echo "chromium could not be installed by apt-get: the browser test is missing." >&2
else
    echo "chromium is not here and only root with apt-get could install it:" \
        "the browser test will be skipped." >&2
fi
[ -z "${CI:-}" ]

#!/bin/sh
# What the tests need beyond Python and Node: a browser, from the system's packages.
# Where they cannot be installed, one line says how to get them.
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

if have chromium || have google-chrome || [ -n "${CHROMIUM:-}" ]; then
    exit 0
fi
if have apt-get && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
    exit 0
fi
echo "The browser tests need Chromium: install the package chromium," \
     "or name the program in the environment variable CHROMIUM." >&2
exit 1

#!/bin/sh
# What the tests need beyond Python and Node, from the system's packages: a browser, and bubblewrap.
# Where they cannot be installed, one line for each says how to get it.
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

missing=""
have chromium || have google-chrome || [ -n "${CHROMIUM:-}" ] || missing="chromium"
have bwrap || [ "$(uname)" != Linux ] || missing="$missing bubblewrap"
[ -n "$missing" ] || exit 0
if have apt-get && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    exit 0
fi
case $missing in *chromium*)
    echo "The browser tests need Chromium: install the package chromium," \
         "or name the program in the environment variable CHROMIUM." >&2 ;;
esac
case $missing in *bubblewrap*)
    echo "The tests of the sandbox need bubblewrap: install the package bubblewrap." >&2 ;;
esac
exit 1

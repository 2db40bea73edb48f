set -euo pipefail
export LC_ALL=C # every byte means itself, whatever language this machine speaks
umask 022

API=${API:-}
[ -n "$API" ] || API=@API@
API=${API%/}
GIT=${GIT:-}
[ -n "$GIT" ] || GIT=@GIT@
GIT=${GIT%/}

stop() {
  printf '%s\n' "$1" >&2
  exit 1
}
command -v git > /dev/null || stop 'git is needed: install it, then run this again.'
command -v curl > /dev/null || stop 'curl is needed: install it, then run this again.'
[ -n "${GITHUB_TOKEN:-}" ] || stop 'A token is needed: put it into GITHUB_TOKEN, then run this again.'
export GITHUB_TOKEN

# Settings of this machine and of yours would change the commit or where it goes: line
# endings, encodings, signing, hooks, templates, ignored files, other addresses, helpers.
# So git finds an empty home with only what follows, and none of git's own variables.
step=preparing
scratch=$(mktemp -d)
trap 'code=$?; rm -rf "$scratch"; [ "$code" = 0 ] || printf "It stopped at: %s\n" "$step" >&2' EXIT
for name in "${!GIT_@}"; do
  unset "$name"
done
unset CDPATH EMAIL SSH_ASKPASS XDG_CONFIG_HOME
export HOME=$scratch GIT_CONFIG_NOSYSTEM=1 GIT_ATTR_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_CONFIG_GLOBAL=$scratch/.gitconfig GIT_TEMPLATE_DIR=$scratch/template
export GIT_LITERAL_PATHSPECS=1 # a path is a path, also with a star in it
cat > "$GIT_CONFIG_GLOBAL" <<'CONFIG'
[core]
  autocrlf = false
  hooksPath = /dev/null
  attributesFile = /dev/null
  excludesFile = /dev/null
[commit]
  gpgSign = false
[i18n]
  commitEncoding = UTF-8
CONFIG
git config --global "credential.$GIT.helper" @HELPER@
# The project's own .gitattributes may convert files as well. These lines stand above it.
mkdir -p "$GIT_TEMPLATE_DIR/info"
cat > "$GIT_TEMPLATE_DIR/info/attributes" <<'ATTRIBUTES'
* -text -ident -filter !eol !working-tree-encoding
ATTRIBUTES

# Your .curlrc stays out too. What the forge answers is kept for as long as this runs.
curl() {
  command curl --disable "$@" > "$scratch/answer"
}
step() {
  step=$1
  printf '%s\n' "$step"
}

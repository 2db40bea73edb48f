"""A home in which everything is set that could make another commit, or send it elsewhere."""

from __future__ import annotations

from pathlib import Path

CONFIG = """\
[user]
	name = Mallory
	email = mallory@example.org
	signingKey = nobody
	useConfigOnly = true
[author]
	name = Another
[committer]
	email = other@example.org
[core]
	autocrlf = true
	eol = crlf
	safecrlf = true
	attributesFile = {home}/attributes
	excludesFile = {home}/ignore
	hooksPath = {home}/hooks
	commentChar = F
	editor = false
	askPass = false
	quotePath = true
	fileMode = false
[commit]
	gpgSign = true
	template = {home}/message
	cleanup = scissors
	verbose = true
[gpg]
	program = false
[tag]
	gpgSign = true
[i18n]
	commitEncoding = ISO-8859-1
	logOutputEncoding = ISO-8859-1
[init]
	templateDir = {home}/template
	defaultBranch = trunk
[clone]
	defaultRemoteName = elsewhere
	rejectShallow = true
[url "http://127.0.0.1:9/"]
	insteadOf = http://
	pushInsteadOf = http://
[credential]
	helper = "!echo username=wrong; echo password=wrong; true"
	username = mallory
[push]
	default = nothing
	followTags = true
	gpgSign = true
	recurseSubmodules = check
[remote]
	pushDefault = nowhere
[http]
	proxy = http://127.0.0.1:9
	extraHeader = "Authorization: Basic d3Jvbmc6d3Jvbmc="
[branch]
	autoSetupMerge = always
	autoSetupRebase = always
[filter "bad"]
	clean = tr a-z A-Z
	smudge = tr a-z A-Z
	required = true
[transfer]
	hideRefs = refs/heads
[protocol]
	allow = never
"""
#: The same in the environment, where a terminal's start-up files may have put it.
ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "Mallory",
    "GIT_COMMITTER_EMAIL": "mallory@example.org",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "commit.gpgSign",
    "GIT_CONFIG_VALUE_0": "true",
    "GIT_DIR": "/nowhere",
    "GIT_INDEX_FILE": "/nowhere/index",
    "GIT_DEFAULT_HASH": "sha256",
    "EMAIL": "mallory@example.org",
    "CDPATH": "/tmp:/",
    "LC_ALL": "C.UTF-8",
}


def make(home: Path) -> dict[str, str]:
    """Fill a new folder as such a home, and return the environment that goes with it."""
    home.mkdir()
    (home / ".gitconfig").write_text(CONFIG.format(home=home))
    (home / "attributes").write_text("* text eol=crlf ident filter=bad\n")
    (home / "ignore").write_text("*\n")
    (home / "message").write_text("Not this message\n")
    for folder in ("hooks", "template/hooks"):
        (home / folder).mkdir(parents=True)
        for name in ("pre-commit", "commit-msg", "post-checkout", "pre-push"):
            hook = home / folder / name
            hook.write_text("#!/bin/sh\nexit 1\n")
            hook.chmod(0o755)
    (home / ".config" / "git").mkdir(parents=True)
    (home / ".config" / "git" / "ignore").write_text("*\n")
    (home / ".config" / "git" / "attributes").write_text("* filter=bad\n")
    (home / ".curlrc").write_text('proxy = "http://127.0.0.1:9"\ndata = "evil"\n')
    (home / ".netrc").write_text("default login wrong password wrong\n")
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), **ENVIRONMENT}

"""Shut a process in before contributed code runs in it.

A policy is a dict, so that it can be handed on as JSON:

mode    ``bubblewrap``, ``landlock`` or ``none`` (limits only)
read    paths that may be read, with all below them; the system's own libraries are added
write   paths that may also be written, with all below them
uid     the user to become, or None to stay the same one. The folders under ``write`` have to be
        that user's already
network whether the network may be used; left out is no
executes whether the process becomes another program at once; left out is no
limits  ``cpu_seconds``, ``memory_bytes`` of the process, ``file_bytes`` of each file,
        ``processes`` (threads count as well), ``open_files``; None or left out is no limit
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import Any, Dict, List

from . import filtering, landlock, linux, measuring, users

Policy = Dict[str, Any]

#: What programs need of the system, as far as it is there. No names of users, no keys.
SYSTEM = """
/usr /lib /lib32 /lib64 /libx32 /bin /sbin /nix/store /gnu/store
/etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/alternatives /etc/localtime /etc/timezone
/etc/mime.types /etc/ssl/openssl.cnf /etc/pki/tls/openssl.cnf /etc/locale.alias /etc/fonts
/proc/cpuinfo /proc/meminfo /proc/stat /proc/version /sys/devices/system/cpu
/dev/null /dev/zero /dev/full /dev/random /dev/urandom
""".split()

#: What is needed besides to find a host and to trust it.
NETWORK = """
/etc/resolv.conf /etc/hosts /etc/nsswitch.conf /etc/services /etc/host.conf /etc/gai.conf /etc/ssl
/etc/ca-certificates /etc/pki /run/systemd/resolve
""".split()

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full")


def confine(policy: Policy) -> None:
    """Shut this process in, for good, with all that it will start.

    Call it in a freshly forked process with one thread. The caller has already let go of what
    it must not keep: descriptors, environment, controlling terminal. Raises `OSError` if it cannot
    be done in full: then nothing contributed may run.
    """
    uid = policy.get("uid")
    root = os.geteuid() == 0 and policy["mode"] != "none"
    counted = root and uid is None and not policy.get("executes") and users.may_become_another()
    counter = users.free() if counted else None
    limit(policy.get("limits") or {}, uid if counter is None else counter)
    if policy["mode"] == "none":
        return
    if root and uid is not None:
        users.become(uid)
    elif counter is not None:
        users.be_counted(counter)
    users.drop(keep=False)
    network = bool(policy.get("network"))
    abi = landlock.version()
    if abi:
        landlock.apply(_readable(policy), _writable(policy), network)
    elif policy["mode"] == "landlock":
        raise OSError("Landlock is not in force here")
    # Becoming another user has hidden this process from who weighs it. Where Landlock keeps
    # others away it may be seen again; where nothing does, it must not be.
    linux.prctl(linux.PR_SET_DUMPABLE, 1 if abi else 0)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    filtering.apply(filtering.contributed(abi >= landlock.SCOPED, network))


def enclose(policy: Policy) -> None:
    """Shut in a process of ours that will itself confine what it starts, by Landlock.

    As root it keeps what it needs to give its children users of their own. Raises `OSError`.
    """
    if os.geteuid() == 0:
        users.drop(keep=True)
    network = bool(policy.get("network"))
    landlock.apply([*_readable(policy), "/proc"], _writable(policy), network)
    filtering.apply(filtering.ours(network))


def limit(limits: Dict[str, Any], uid: Any) -> None:
    """Set the limits that the kernel keeps for each process. Raises `OSError`."""
    cpu, processes = limits.get("cpu_seconds"), limits.get("processes")
    if processes is not None and sys.platform == "linux":
        # Counted for the user, not for the job: what this user has already comes on top.
        own = uid is not None and os.geteuid() == 0
        processes = int(processes) + (0 if own else measuring.threads_of(os.getuid()))
    # The soft limit on time is a signal that says why; the hard one cannot be caught.
    _set(resource.RLIMIT_CPU, cpu, None if cpu is None else int(cpu) + 1)
    if sys.platform != "darwin":  # macOS knows the limit and refuses to set it
        _set(resource.RLIMIT_AS, limits.get("memory_bytes"))
    _set(resource.RLIMIT_FSIZE, limits.get("file_bytes"))
    _set(resource.RLIMIT_NPROC, processes)
    _set(resource.RLIMIT_NOFILE, limits.get("open_files"))
    # One byte, not none: only that also keeps the kernel from handing a dump to a program.
    _set(resource.RLIMIT_CORE, 1)


def _set(kind: int, soft: Any, hard: Any = None) -> None:
    if soft is None:
        return
    soft = int(soft)
    hard = soft if hard is None else int(hard)
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def _readable(policy: Policy) -> List[str]:
    system = [*SYSTEM, *(NETWORK if policy.get("network") else [])]
    return [path for path in system if os.path.exists(path)] + [str(one) for one in policy["read"]]


def _writable(policy: Policy) -> List[str]:
    devices = [path for path in _DEVICES if os.path.exists(path)]
    return devices + [str(one) for one in policy["write"]]

"""A seccomp filter: which system calls a process may make, as a program for the kernel.

Each instruction is a ``struct sock_filter`` (code, jump if true, jump if false, value); the data it
looks at is ``struct seccomp_data``: number, processor, instruction pointer, six arguments.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from . import linux

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_PROCESSOR = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
#: The first call that was not looked at when this was written: later ones do not exist here.
_UNKNOWN = 463
#: Where an argument's lower half lies (both processors are little-endian).
_ARGUMENT = 16

_NO, _ABSENT, _PRETEND = errno.EPERM, errno.ENOSYS, 0

#: Nobody in here needs these, whatever they are allowed otherwise.
ALWAYS = """
mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick move_mount open_tree mount_setattr
statmount listmount unshare setns swapon swapoff quotactl quotactl_fd acct nfsservctl
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp move_pages
migrate_pages pidfd_getfd add_key request_key keyctl bpf perf_event_open userfaultfd
io_uring_setup io_uring_enter io_uring_register io_setup io_submit kexec_load kexec_file_load
init_module finit_module delete_module iopl ioperm reboot syslog vhangup modify_ldt uselib
lookup_dcookie personality settimeofday clock_settime clock_adjtime adjtimex sethostname
setdomainname name_to_handle_at open_by_handle_at fanotify_init fanotify_mark inotify_init
inotify_init1 inotify_add_watch shmget shmat shmctl shmdt semget semop semctl semtimedop msgget
msgsnd msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify
""".split()

#: What contributed code may not do besides: reach another process, be another user, take memory
#: that no limit sees.
CONTRIBUTED = """
memfd_create memfd_secret rt_sigqueueinfo rt_tgsigqueueinfo tkill pidfd_open pidfd_send_signal
ioprio_set setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups chown
fchown lchown fchownat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
""".split()

#: Landlock guards none of these. They do nothing and say that it went well, because copying a
#: file ends with them.
PRETENDED = "chmod fchmod fchmodat fchmodat2 utime utimes futimesat utimensat".split()

_CONNECTING = "connect bind listen accept accept4".split()

#: Flags of clone: every kind of namespace, and a child that is given to this process's parent.
_CLONE = 0x7E020000 | 0x8000
#: fcntl: F_SETOWN, F_SETSIG, F_SETOWN_EX. ioctl: TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP.
#: Each lets the kernel send a signal or a key stroke on this process's behalf.
_FCNTL = (8, 10, 15)
_IOCTL = (0x5412, 0x541C, 0x8901, 0x8902)
_AF_UNIX, _AF_INET, _AF_INET6 = 1, 2, 10
#: A datagram socket could send to any address after all, so only these.
_STREAM, _SEQPACKET = 1, 5


class Filter:
    """The program, as it grows."""

    def __init__(self) -> None:
        self.code: list[tuple[int, int, int, int]] = [
            (_LOAD, 0, 0, 4),
            (_EQUAL, 1, 0, _PROCESSOR[platform.machine()]),
            (_RETURN, 0, 0, _KILL),
            (_LOAD, 0, 0, 0),
            # The second set of numbers of x86_64 (x32) lies above this, too.
            (_AT_LEAST, 0, 1, _UNKNOWN),
            (_RETURN, 0, 0, _ERRNO | _ABSENT),
        ]

    def refuse(self, names: list[str], problem: int = _NO) -> None:
        """Refuse calls, whatever their arguments."""
        for name in names:
            self._block(name, [(_RETURN, 0, 0, _ERRNO | problem)])

    def only(self, name: str, argument: int, values: tuple[int, ...]) -> None:
        """Allow a call only with one of these values."""
        self._block(name, [*_among(argument, values, _ALLOW), (_RETURN, 0, 0, _ERRNO | _NO)])

    def never(self, name: str, argument: int, values: tuple[int, ...]) -> None:
        """Refuse a call with one of these values."""
        self._block(name, [*_among(argument, values, _ERRNO | _NO), (_RETURN, 0, 0, _ALLOW)])

    def without(self, name: str, argument: int, bits: int) -> None:
        """Refuse a call with one of these bits."""
        self._block(
            name,
            [
                (_LOAD, 0, 0, _ARGUMENT + 8 * argument),
                (_ANY_BIT, 0, 1, bits),
                (_RETURN, 0, 0, _ERRNO | _NO),
                (_RETURN, 0, 0, _ALLOW),
            ],
        )

    def pairs(self) -> None:
        """Allow pairs of connected unix sockets, and no other sockets."""
        self._block(
            "socketpair",
            [
                (_LOAD, 0, 0, _ARGUMENT),
                (_EQUAL, 1, 0, _AF_UNIX),
                (_RETURN, 0, 0, _ERRNO | _NO),
                (_LOAD, 0, 0, _ARGUMENT + 8),
                (_AND, 0, 0, 0xF),
                (_EQUAL, 1, 0, _STREAM),
                (_EQUAL, 0, 1, _SEQPACKET),
                (_RETURN, 0, 0, _ALLOW),
                (_RETURN, 0, 0, _ERRNO | _NO),
            ],
        )

    def own_priority(self) -> None:
        """Allow ``setpriority`` for this very process only."""
        self._block(
            "setpriority",
            [
                (_LOAD, 0, 0, _ARGUMENT),
                (_EQUAL, 1, 0, 0),
                (_RETURN, 0, 0, _ERRNO | _NO),
                *_among(1, (0, os.getpid()), _ALLOW),
                (_RETURN, 0, 0, _ERRNO | _NO),
            ],
        )

    def packed(self) -> bytes:
        """The program as the kernel and bubblewrap take it."""
        return b"".join(struct.pack("<HBBI", *one) for one in [*self.code, (_RETURN, 0, 0, _ALLOW)])

    def _block(self, name: str, code: list[tuple[int, int, int, int]]) -> None:
        number = linux.number(name)
        if number is not None:
            self.code += [(_EQUAL, 0, len(code), number), *code]


def ours(network: bool = False) -> Filter:
    """For code that is not contributed but has no business outside either."""
    made = Filter()
    made.refuse(ALWAYS)
    made.refuse(["clone3"], _ABSENT)
    made.without("clone", 0, _CLONE)
    if network:
        made.only("socket", 0, (_AF_INET, _AF_INET6))
    else:
        made.refuse(["socket", *_CONNECTING])
    made.pairs()
    return made


def contributed(signals_are_scoped: bool, network: bool = False) -> Filter:
    """For contributed code. Where Landlock keeps signals in, they need no rule here."""
    made = ours(network)
    made.refuse(CONTRIBUTED)
    made.refuse(PRETENDED, _PRETEND)
    if not signals_are_scoped:
        made.only("kill", 0, (os.getpid(), 0))
        made.only("tgkill", 0, (os.getpid(),))
    made.only("prlimit64", 0, (0, os.getpid()))
    for name in ("sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr"):
        made.only(name, 0, (0, os.getpid()))
    made.own_priority()
    made.never("fcntl", 1, _FCNTL)
    made.never("ioctl", 1, _IOCTL)
    return made


def apply(made: Filter) -> None:
    """Put this process, and all that it starts, under a filter for good. Raises `OSError`."""
    program = made.packed()
    buffer = ctypes.create_string_buffer(program, len(program))

    class _Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    whole = _Program(len(program) // 8, ctypes.addressof(buffer))
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    # SECCOMP_SET_MODE_FILTER with SECCOMP_FILTER_FLAG_TSYNC: all threads, or none.
    stuck = linux.call("seccomp", 1, 1, ctypes.byref(whole))
    if stuck:
        raise OSError(errno.EBUSY, f"thread {stuck} could not be put under the filter")


def _among(argument: int, values: tuple[int, ...], verdict: int) -> list[tuple[int, int, int, int]]:
    """Return ``verdict`` if an argument's lower half is one of these; go on otherwise."""
    code = [(_LOAD, 0, 0, _ARGUMENT + 8 * argument)]
    for value in values:
        code += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, verdict)]
    return code

"""Reading what is somebody else's."""

from __future__ import annotations

import os

from .common import LIBC, Targets, attack, first, others, read


@attack(harmless=True)
def others_file(t: Targets) -> object:
    return read(t["secret"])


@attack(harmless=True)
def home(t: Targets) -> object:
    return first([lambda: os.listdir(t["home"]), lambda: read(t["home"] + "/key")])


@attack()
def shadow(t: Targets) -> object:
    return first(lambda p=p: read(p) for p in ("/etc/shadow", "/etc/passwd", "/etc/hostname"))


@attack(harmless=True)
def token_in_environment(t: Targets) -> object:
    paths = ["/proc/self/environ", *(f"/proc/{pid}/environ" for pid in others(t))]
    return t["token"] in str(os.environ) or first(
        lambda p=p: t["token"].encode() in read(p) for p in paths
    )


@attack()
def first_process(t: Targets) -> object:
    return first([lambda: read("/proc/1/environ"), lambda: os.listdir("/proc/1/root/root")])


@attack()
def memory_of_parents(t: Targets) -> object:
    def look(pid: int) -> object:
        with open(f"/proc/{pid}/maps", "rb") as maps, open(f"/proc/{pid}/mem", "r+b", 0) as memory:
            memory.seek(int(maps.readline().split(b"-")[0], 16))
            return memory.read(16)

    return first(lambda pid=pid: look(pid) for pid in others(t))


@attack(harmless=True)
def neighbours_scratch(t: Targets) -> object:
    def write() -> object:
        with open(t["neighbour"] + "/mine", "w") as file:
            return file.write("x")

    return first([lambda: read(t["neighbour"] + "/note"), write])


@attack(harmless=True)
def hard_link(t: Targets) -> object:
    os.link(t["secret"], "linked")
    return read("linked")


@attack(harmless=True)
def open_by_link(t: Targets) -> object:
    os.symlink(t["home"], "there")
    return read("there/key")


@attack(harmless=True)
def watch_files(t: Targets) -> object:
    descriptor = LIBC.inotify_init()
    return descriptor >= 0 and LIBC.inotify_add_watch(descriptor, t["home"].encode(), 0xFFF) >= 0

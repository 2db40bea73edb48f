"""Reaching others by sockets."""

from __future__ import annotations

import socket

from .common import Targets, attack, first


@attack(harmless=True)
def tcp(t: Targets) -> object:
    with socket.create_connection(("127.0.0.1", t["tcp"]), timeout=1):
        return "connected"


@attack(harmless=True)
def udp(t: Targets) -> object:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return sender.sendto(b"out", ("127.0.0.1", t["udp"]))


@attack(harmless=True)
def abstract_socket(t: Targets) -> object:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + t["abstract"])
        return "connected"


@attack(harmless=True)
def path_socket(t: Targets) -> object:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(t["path_socket"])
        return "connected"


@attack(harmless=True)
def datagram_by_pair(t: Targets) -> object:
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return one.sendto(b"out", t["datagram"])


@attack(harmless=True)
def kernel_sockets(t: Targets) -> object:
    kinds = [
        (socket.AF_NETLINK, socket.SOCK_RAW, 0),
        (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
        (socket.AF_PACKET, socket.SOCK_RAW, 3),
        (40, socket.SOCK_STREAM, 0),  # AF_VSOCK
        (38, socket.SOCK_SEQPACKET, 0),  # AF_ALG
    ]
    return first(lambda k=k: bool(socket.socket(*k)) for k in kinds)

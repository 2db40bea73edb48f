"""Short ids that can be said aloud: two words and a number."""

from __future__ import annotations

import secrets

_HOW = (
    "able bold brave bright brisk calm clear clever cool crisp eager early fair fast fine firm "
    "fond free fresh gentle glad good grand green happy keen kind large late light lively lucky "
    "merry mild neat new nice old open plain proud quick quiet rare ready rich ripe round sharp "
    "shy silver small smart smooth snug soft solid sunny sure sweet swift tall tidy tiny true "
    "warm wide wild wise young"
).split()
_WHAT = (
    "acorn amber apple badger beach bear birch bird brook canyon castle cedar cliff cloud "
    "clover comet coral crane creek daisy dawn deer dove eagle elm falcon fern field finch "
    "fjord forest fox garden glade grove harbor hare hawk hazel heron hill island ivy jay kite "
    "lake lark leaf lily lion lotus maple meadow mint moon moss mountain oak ocean olive orchid "
    "otter owl palm panda pearl pebble pine planet plum pond poppy quail rain raven reef ridge "
    "river robin rose sage seal shell sky snow spruce star stone stork storm stream sun swan "
    "thrush tiger trail tulip valley violet wave whale willow wolf wren"
).split()


def short_id() -> str:
    """Return a new short id, such as ``calm-otter-4217``."""
    return f"{secrets.choice(_HOW)}-{secrets.choice(_WHAT)}-{secrets.randbelow(10_000):04d}"

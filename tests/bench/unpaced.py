"""The bot with no pace for what machines report: `python -m tests.bench.unpaced run`, as `python -m bot run`.

A team reports sixty times a minute at most, which is no measure of what the bot can take.
"""

from bot.__main__ import main
from handlers import hooks

if __name__ == "__main__":
    hooks.RATE = 10**9
    main()

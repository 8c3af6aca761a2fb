"""Runs the workspace alone and prints one JSON line with its addresses, for a bot that is started by hand."""

import argparse
import asyncio
import json
import sys

from playground.server import Playground


async def serve(port: int) -> None:
    playground = Playground()
    await playground.start(port=port)
    addresses = {
        "page": playground.url,
        "api": playground.api_url,
        "control": playground.control_url,
        "bot_token": playground.bot_token,
        "app_token": playground.app_token,
    }
    sys.stdout.write(json.dumps(addresses) + "\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await playground.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    try:
        asyncio.run(serve(parser.parse_args().port))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()

"""Runs the workspace alone and prints one JSON line with its addresses, for a bot that is started by hand."""

import argparse
import asyncio
import json
import sys

from playground.server import Playground


async def serve(port: int, request_url: str = "") -> None:
    playground = Playground()
    playground.request_url = request_url
    await playground.start(port=port)
    addresses = {
        "page": playground.url,
        "api": playground.api_url,
        "control": playground.control_url,
        "bot_token": playground.bot_token,
        "app_token": playground.app_token,
        "signing_secret": playground.signing_secret,
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
    parser.add_argument("--request-url", default="", help="HTTP mode: where the bot listens")
    asked = parser.parse_args()
    try:
        asyncio.run(serve(asked.port, asked.request_url))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()

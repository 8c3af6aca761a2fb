"""What the hook is compared with: an aiohttp app that reads a body and verifies its HMAC, and no more: `… PORT`."""

import hmac
import sys
from hashlib import sha256

from aiohttp import web

from tests.bench.reporting import SECRET


async def _take(request: web.Request) -> web.Response:
    raw = await request.read()
    said = f"v1:{request.headers['Piton-Timestamp']}:".encode() + raw
    signature = f"v1={hmac.new(SECRET.encode(), said, sha256).hexdigest()}"
    if hmac.compare_digest(signature, request.headers["Piton-Signature"]):
        return web.json_response({"status": "recorded"}, status=201)
    response = web.json_response({"error": "bad signature"}, status=401)
    response.force_close()  # as the hook does, so that both are asked the same way
    return response


if __name__ == "__main__":
    app = web.Application()
    app.router.add_post("/hooks/results", _take)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)

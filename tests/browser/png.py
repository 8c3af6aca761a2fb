"""Screenshots in few bytes: a palette of 256 colours is plenty for a page of text, and a third of the size."""

import base64
import struct
import zlib

from playwright.async_api import Browser

#: The browser decodes the picture and gives every pixel the nearest of the colours that are kept: those seen most, and
#: then, so that a little picture among much text keeps its own, those that are farthest from all kept before.
_INDEX = """async (url) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
  const seen = new Map();
  for (const colour of pixels) seen.set(colour, (seen.get(colour) ?? 0) + 1);
  const rgb = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const far = (one, other) => one.reduce((sum, part, at) => sum + (part - other[at]) ** 2, 0);
  const all = [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => rgb(colour));
  const kept = all.splice(0, 160);
  const gap = all.map((colour) => Math.min(...kept.map((other) => far(colour, other))));
  while (kept.length < 256 && all.length) {
    const next = all[gap.indexOf(Math.max(...gap))];
    kept.push(next);
    all.forEach((colour, at) => { gap[at] = Math.min(gap[at], far(colour, next)); });
    if (Math.max(...gap) === 0) break;
  }
  const nearest = new Map([...seen.keys()].map((colour) => {
    const away = kept.map((other) => far(rgb(colour), other));
    return [colour, away.indexOf(Math.min(...away))];
  }));
  const indices = new Blob([Uint8Array.from(pixels, (colour) => nearest.get(colour))]);
  const reader = new FileReader();
  await new Promise((done) => { reader.onload = done; reader.readAsDataURL(indices); });
  return [image.width, image.height, kept.flat(), reader.result.split(",")[1]];
}"""


async def smaller(browser: Browser, png: bytes) -> bytes:
    """The same picture as a PNG with a palette."""
    page = await browser.new_page()
    url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    width, height, palette, encoded = await page.evaluate(_INDEX, url)
    await page.close()
    pixels = base64.b64decode(encoded)
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

"""The page's styles and scripts, and the frame of a whole document around what is drawn."""

from importlib.resources import files

from aiohttp import web

from playground.page.html import Html, tag

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STATIC = files("playground.page") / "static"
STYLES = ("page.css", "gallery.css")
SCRIPTS = ("page.js", "talk.js", "controls.js", "composer.js", "modal.js", "focus.js", "hear.js")
KINDS = dict.fromkeys(STYLES, "text/css") | dict.fromkeys(SCRIPTS, "text/javascript")
_HEAD = Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">')
_ICON = Html('<link rel="icon" href="data:,">')


async def answer(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in KINDS:
        raise web.HTTPNotFound
    text = (STATIC / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=KINDS[name], headers={"Cache-Control": "no-cache"})


def document(
    title: str, body: Html, *, styles: tuple[str, ...], script: str | None, theme: str | None
) -> Html:
    """A whole page. `theme` forces light or dark."""
    sheets = [Html(f'<link rel="stylesheet" href="/page/{name}">') for name in styles]
    code = tag("script", src=f"/page/{script}", type="module") if script else None
    head = tag("head", _HEAD, tag("title", title), *sheets, _ICON, code)
    return Html(f"<!doctype html>\n{tag('html', head, body, lang='en', data_theme=theme)}")


def respond(page: Html) -> web.Response:
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return web.Response(text=page, content_type="text/html", headers=headers)

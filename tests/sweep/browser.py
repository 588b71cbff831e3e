"""A browser that looks at pages as people do: laid out at several widths, asked by axe-core whether everyone can read them, printed on A4."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, unquote

from conftest import CHECKOUT, HANGS

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
AXE = (
    CHECKOUT / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
)  # npm install --no-save --no-package-lock --prefix build/axe axe-core
_RUN = """<!doctype html><meta charset="utf-8"><title>x</title><body><script>
(async () => {
  const found = [];
  for (const page of PAGES) for (const width of WIDTHS) {
    const frame = document.createElement("iframe");
    frame.style.cssText = `border:0;height:900px;width:${width}px`;
    frame.src = page;
    const loaded = new Promise(done => frame.onload = done);
    document.body.append(frame);
    await loaded;
    const inner = frame.contentDocument, root = inner.documentElement;
    const wide = [...inner.querySelectorAll("body *")].filter(one => !one.closest(".wide, svg, [tabindex]") && one.getBoundingClientRect().right > width + 1);
    const one = {page, width, overflow: root.scrollWidth - width, wide: wide.slice(0, 5).map(e => e.outerHTML.slice(0, 120)), violations: null};
    if (AXE) {
      const script = inner.createElement("script");
      script.src = "/axe.min.js";
      const ready = new Promise((done, lost) => { script.onload = done; script.onerror = lost; });
      inner.head.append(script);
      await ready;
      const said = await frame.contentWindow.axe.run(inner, {resultTypes: ["violations"]});
      one.violations = said.violations.map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "));
    }
    found.push(one);
    frame.remove();
  }
  await fetch("/found", {method: "POST", body: JSON.stringify(found)});
})().catch(error => fetch("/found", {method: "POST", body: JSON.stringify({error: String(error)})}));
</script></body>"""


@dataclass
class Looked:
    """What was seen, and every address that the browser asked for."""

    found: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def looked_at(pages: Sequence[Path], widths: Sequence[int], profile: Path) -> Looked:
    """Each page at each width, in one run of the browser; the pages' own rule that nothing runs is lifted for the looking only."""
    looked, done = Looked(), threading.Event()
    names = {f"/{at}-{page.name}": page for at, page in enumerate(pages)}

    class Handler(http.server.BaseHTTPRequestHandler):
        places: ClassVar = names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
            """Nothing is printed."""

        def do_GET(self) -> None:
            path = unquote(self.path)
            looked.asked.append(path)
            if path == "/":
                listed = json.dumps([quote(name) for name in names])
                text = _RUN.replace("PAGES", listed).replace("WIDTHS", json.dumps(list(widths))).replace("AXE", json.dumps(AXE.is_file()))
                self._answer(text.encode(), "text/html; charset=utf-8")
            elif path == "/axe.min.js":
                self._answer(AXE.read_bytes(), "text/javascript")
            elif path in names:
                text = names[path].read_text(encoding="utf-8")
                assert "default-src 'none'" in text, f"{path} may fetch"
                lifted = text.replace("default-src 'none'", "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'")
                self._answer(lifted.encode(), "text/html; charset=utf-8")
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            looked.found = said if isinstance(said, list) else [said]
            self._answer(b"", "text/plain")
            done.set()

        def _answer(self, data: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with _serving(Handler) as port, _browser(f"http://127.0.0.1:{port}/", profile) as running:
        for _ in range(int(HANGS * 10)):
            if done.wait(0.1) or running.poll() is not None:
                break
    assert looked.found, "the browser said nothing"
    looked.asked = [path for path in looked.asked if path not in names and path not in ("/", "/axe.min.js", "/favicon.ico")]
    return looked


@contextmanager
def _serving(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _command(profile: Path) -> list[str]:
    assert CHROMIUM is not None
    closed = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    return [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}", closed]


@contextmanager
def _browser(address: str, profile: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [*_command(profile), "--window-size=1600,1000", "--remote-debugging-port=0", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            running.terminate()


def printed(page: Path, pdf: Path, profile: Path) -> str:
    """The text that the browser prints of a page on A4, what is cut off at the edge left out."""
    command = [*_command(profile), "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=HANGS)
    return subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, timeout=HANGS, encoding="utf-8").stdout

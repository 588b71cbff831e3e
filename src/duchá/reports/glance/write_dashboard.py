"""The dashboard as one file for the browser: nothing is fetched, nothing runs; it prints on two sheets of A4."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from duchá.forms.package import ILLEGAL
from duchá.reports.glance.dashboard import Dashboard
from duchá.terms.read_packaged import packaged
from duchá.terms.text import shown
from duchá.terms.write_beside import write_file

TEMPLATE, STYLE = "pages/dashboard.html.j2", "pages/dashboard.css"


def write_dashboard(board: Dashboard, path: Path, own: Path | None = None) -> None:
    """Writes it beside its place, then renames it; ``own`` is the campaign's own folder of templates. Raises OSError."""
    write_file(path, dashboard_text(board, own).encode("utf-8", "replace"))


def dashboard_text(board: Dashboard, own: Path | None = None) -> str:
    """The page. Every text is escaped; the policy in its head allows this style sheet by its hash and nothing else."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    def seen(value: object) -> object:
        """What came from outside with everything in it that cannot be seen written out."""
        return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, keep_trailing_newline=True, finalize=seen)
    template = environment.from_string(packaged(TEMPLATE, own).read_text(encoding="utf-8"))
    style = packaged(STYLE, own).read_text(encoding="utf-8")
    text: str = template.render(
        board=board,
        style=Markup(style),  # noqa: S704  our own file or the office's, no text of a report
        style_hash="sha256-" + b64encode(sha256(style.encode()).digest()).decode(),
    )
    return ILLEGAL.sub("\ufffd", text)

"""A document of ``templates/documents/`` filled: the one way from a template that a clerk may have edited in Word to what is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from duchá.campaign import faults as kinds
from duchá.terms.fault import Stop
from duchá.terms.place import Place
from duchá.terms.read_packaged import packaged
from duchá.terms.text import tame

NOT_A_DOCUMENT = "不是 Word 文档，或者没有存完整"
UNKNOWN_FIELD = "花括号里的“{name}”没有这一项"
BAD_BRACES = "花括号里的写法有误，要成对，{% if %} 要有 {% endif %}，{% for %} 要有 {% endfor %}"
_NAME = re.compile(r"'([^']*)'(?: is undefined)?$")


def filled_document(name: str, fields: Mapping[str, object], own: Path | None = None) -> Any:
    """The template ``documents/<name>.docx`` with the fields in it; ``own`` is the campaign's own folder of templates.

    Nothing typed by a person is taken for template syntax. Raises Stop (C158) where the template is not there or was broken by its editor.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError, UndefinedError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    file = f"documents/{name}.docx"
    try:
        template = DocxTemplate(str(packaged(file, own)))
        template.render(tame(fields), jinja_env=SandboxedEnvironment(undefined=StrictUndefined, autoescape=True), autoescape=True)
    except (FileNotFoundError, ValueError) as error:
        raise Stop(kinds.NO_TEMPLATE.at(Place(file=f"templates/{file}"), file=f"templates/{file}")) from error
    except UndefinedError as error:
        named = _NAME.search(str(error))
        raise _broken(file, UNKNOWN_FIELD.format(name=named[1] if named else error)) from error
    except TemplateError as error:
        raise _broken(file, BAD_BRACES) from error
    except (PackageNotFoundError, BadZipFile, KeyError, XMLSyntaxError) as error:
        raise _broken(file, NOT_A_DOCUMENT) from error
    return template


def _broken(file: str, why: str) -> Stop:
    return Stop(kinds.TEMPLATE_BROKEN.at(Place(file=f"templates/{file}"), file=f"templates/{file}", why=why))

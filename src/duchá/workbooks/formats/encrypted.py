"""Encrypted Office files: refused, unless the password is the one that the programs themselves put there."""

from __future__ import annotations

import importlib.util
import io
from dataclasses import replace

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.xlsx import read_xlsx
from duchá.workbooks.package.names import names_inside
from duchá.workbooks.package.zip import LIBRARY_ERRORS
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked_bytes
from duchá.workbooks.sheets.kind import kind_of
from duchá.workbooks.sheets.model import FileKind, RawBook
from duchá.workbooks.sheets.refused import Refused

_DEFAULT = "VelvetSweatshop"  # Excel's own, for workbooks that are protected but not secret


def read_encrypted(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook inside, where the default password opens it. Faults: S003, S031 and those of xlsx. Raises Refused."""
    refuse_marked_bytes(data)  # its properties can be read without the password
    inside = _decrypted(data)
    inner = kind_of(inside[:65_536], names_inside(inside))
    if inner not in (FileKind.XLSX, FileKind.XLSM):
        raise Refused(faults.ENCRYPTED)
    book, found = read_xlsx(inside, inner, name)
    return replace(book, kind=inner), [faults.DEFAULT_PASSWORD.at(Place(file=name)), *found]


def _decrypted(data: bytes) -> bytes:
    if importlib.util.find_spec("msoffcrypto") is None:
        raise Refused(faults.ENCRYPTED)
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    opened = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=_DEFAULT, verify_password=True)
        office.decrypt(opened)
    except (DecryptionError, FileFormatError, InvalidKeyError, ParseError, *LIBRARY_ERRORS):
        raise Refused(faults.ENCRYPTED) from None
    return opened.getvalue()

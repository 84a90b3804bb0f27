"""An Office file without the clock: libraries date each part by the time of writing, so equal contents would differ."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def undated(content: bytes) -> bytes:
    """The same zip file with the same date, the format's first, on every part."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as parts, ZipFile(made, "w", ZIP_DEFLATED) as out:
        for part in parts.infolist():
            out.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
    return made.getvalue()

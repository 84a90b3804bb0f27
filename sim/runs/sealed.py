"""Stored files that know when they were changed: Parquet and JSON that carry the sha256 of their own content.

The hash of a Parquet file stands in its metadata and is taken with zeros in its place, so that one file is one whole
thing: it is written and renamed at once, and a flipped bit, a cut end or another file under its name is found when it
is read. Beside the hash stands what the file is of (`about`). Called by `sim.runs.runset`, `sim.runs.sweepset` and
`sim.runs.manifest`.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import Damaged
from sim.writing import write_bytes

KEY, ABOUT_KEY = b"fertsim_sha256", b"fertsim_about"
UNSEALED = b"0" * 64
_SEAL = re.compile(re.escape(KEY) + rb"[\x00-\xff]{1,4}?([0-9a-f]{64})")


def sealed(table: pa.Table, about: Mapping[str, Any], **form: Any) -> bytes:
    """Content of a Parquet file that holds a table, what it is about, and its own hash; the same for the same table.

    form : further arguments of `pyarrow.parquet.ParquetWriter`
    """
    metadata = {KEY: UNSEALED, ABOUT_KEY: json.dumps(about, sort_keys=True).encode()}
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, table.schema, compression="zstd", **form) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(metadata)
    content = buffer.getvalue()
    assert content.count(UNSEALED) == 1, "one place for the hash"
    return content.replace(UNSEALED, hashlib.sha256(content).hexdigest().encode())


def write_sealed(path: Path, table: pa.Table, about: Mapping[str, Any]) -> None:
    """Write a sealed Parquet file whole or not at all."""
    write_bytes(path, sealed(table, about))


def read_sealed(
    path: Path, about: Mapping[str, Any] | None = None, columns: Sequence[str] | None = None
) -> tuple[pa.Table, dict[str, Any]]:
    """Table of a sealed file and what it is about; `Damaged` where it is not what was written.

    about : what it must be about, as far as it is said; a file of another run set or sweep is not taken for one's own
    columns : those of the table, all unless told; without any, the seal is looked at and nothing read
    """
    # Parsed only now: it is what was written. From Arrow's own buffer: of processes that read from a Python object one
    # in sixty was aborted by the library's threads as it ended; none of 300 this way.
    with pq.ParquetFile(pa.BufferReader(_as_written(path))) as file:
        found = json.loads(file.metadata.metadata[ABOUT_KEY])
        for name, value in (about or {}).items():
            if found.get(name) != value:
                raise Damaged(f"{path} belongs elsewhere: its {name.replace('_', ' ')} is another")
        table = file.read(columns, use_threads=False)
    kept = {key: value for key, value in (table.schema.metadata or {}).items() if key not in (KEY, ABOUT_KEY)}
    return table.replace_schema_metadata(kept), found


def _as_written(path: Path) -> bytes:
    """Content of a sealed file; `Damaged` where it cannot be read or its hash is another."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Damaged(f"{path} is missing") from None
    except OSError as error:
        raise Damaged(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    seal = _SEAL.search(content, content.rfind(KEY))
    if seal is None:
        raise Damaged(f"{path} is damaged, or no file of this version of fertsim")
    digest = hashlib.sha256(memoryview(content)[: seal.start(1)])
    digest.update(UNSEALED)
    digest.update(memoryview(content)[seal.end(1) :])
    if digest.hexdigest().encode() != seal[1]:
        raise Damaged(f"{path} is damaged: its content is not what was written")
    return content


SEAL = "sha256"


def sealed_json(content: Mapping[str, Any]) -> str:
    """Text of a JSON object with the hash of everything else in it."""
    return json.dumps({**content, SEAL: _hash(content)}, indent=2, ensure_ascii=False) + "\n"


def read_sealed_json(path: Path) -> dict[str, Any]:
    """A sealed JSON object without its hash; `Damaged` where it is not what was written."""
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Damaged(f"{path} is missing") from None
    except OSError as error:
        raise Damaged(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, RecursionError):
        raise Damaged(f"{path} is damaged: it is no JSON") from None
    if not isinstance(content, dict) or SEAL not in content:
        raise Damaged(f"{path} is no file of this version of fertsim")
    if content.pop(SEAL) != _hash(content):
        raise Damaged(f"{path} is damaged or was changed by hand: its content is not what was written")
    return content


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

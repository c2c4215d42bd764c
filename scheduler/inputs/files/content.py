"""Bytes of files: read once, recognised by what is in them, remembered for the fingerprint."""

from hashlib import sha256
from pathlib import Path

from scheduler.inputs.problems import StructureError, structural

MOST_BYTES = 1_000_000_000
_SIGNATURES = (
    (b"PK\x03\x04", "a workbook or another ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<table")


class Folder:
    """The folder of a programme; every file that was read goes into its fingerprint."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._digests: dict[str, bytes] = {}

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        return (self.path / name).is_file()

    def names(self) -> tuple[str, ...]:
        """Return the names of the files in the folder itself, sorted."""
        return tuple(sorted(entry.name for entry in self.path.iterdir() if entry.is_file()))

    def names_below(self, below: str) -> tuple[str, ...]:
        """Return the names of the files in a folder of it, such as `sbom/v500.json`, sorted."""
        inner = self.path / below
        if not inner.is_dir():
            return ()
        found = (entry for entry in inner.iterdir() if entry.is_file() and not entry.name.startswith("."))
        return tuple(sorted(f"{below}/{entry.name}" for entry in found))

    def located(self, name: str) -> Path:
        """Return the path of a file inside the folder. Raises StructureError."""
        path = (self.path / name).resolve()
        if not path.is_relative_to(self.path.resolve()):
            raise StructureError(structural(name, "a file inside the programme's folder", "move it there"))
        if not path.exists():
            raise StructureError(structural(name, "a file that exists", "correct its name or put it into the folder"))
        if not path.is_file():
            raise StructureError(structural(name, "a file", "a folder or a device cannot be read as a table"))
        return path

    def read(self, name: str) -> bytes:
        """Return the bytes of a file inside the folder. Raises StructureError."""
        path = self.located(name)
        try:
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise StructureError(structural(name, f"at most {MOST_BYTES} bytes", "split it", found=f"{size} bytes"))
            content = path.read_bytes()
        except OSError as error:
            raise StructureError(
                structural(name, f"a file that can be read ({error.strerror})", "check its permissions")
            ) from error
        self._digests[name] = sha256(content).digest()
        return content

    def fingerprint(self) -> str:
        """Return the SHA-256 over names and contents of all files that were read, in the order of their names."""
        whole = sha256()
        for name in sorted(self._digests):
            whole.update(name.encode() + b"\x00" + self._digests[name])
        return whole.hexdigest()


def recognised(content: bytes) -> str:
    """Return in words what a file is by its first bytes; empty if it may be plain text."""
    for signature, words in _SIGNATURES:
        if content.startswith(signature):
            return words
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        return "a web page or XML"
    return "a UTF-16 text" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ""

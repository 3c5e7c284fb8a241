"""Files that only LibreOffice reads (Word 6 and 95, OpenDocument) → DOCX.

LibreOffice runs without a window, with a profile of its own in a folder that is removed, and
in a process group that is killed when it takes too long. Should this process be killed, a guard
does both.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from notice_parser.errors import DamagedFile, UnknownFormat

HOW_TO_INSTALL = (
    "install it (Debian, Ubuntu: apt-get install libreoffice-writer-nogui; elsewhere: "
    "libreoffice.org)"
)
PROGRAMS = ("soffice", "libreoffice")
_PATIENCE_S = 60
# The program is started by a guard, which ends it and removes the folder when its own input ends:
# that happens when the process that holds the other side does, however that comes.
_GUARD = """\
folder=$1; shift
exec 3<&0
"$@" < /dev/null &
program=$!
(cat <&3; kill -s KILL "$program"; rm -rf -- "$folder"; kill -s KILL 0) &
wait "$program"
"""


def program() -> str:
    """The path of LibreOffice, "" where it is not installed."""
    return next((found for name in PROGRAMS if (found := which(name))), "")


def as_docx(content: bytes, *, suffix: str, patience_s: float = _PATIENCE_S) -> bytes:
    """The file saved as .docx by LibreOffice; see `saved_as`."""
    return saved_as("docx", content, suffix=suffix, patience_s=patience_s)


def saved_as(kind: str, content: bytes, *, suffix: str, patience_s: float = _PATIENCE_S) -> bytes:
    """The file saved as `kind` ("docx") by LibreOffice; `suffix` names its own kind ("doc").

    Raises UnknownFormat where LibreOffice is not installed, DamagedFile where it cannot read
    the file or does not end in time.
    """
    if not program():
        raise UnknownFormat(
            f"this kind of file is read through LibreOffice, which is not here; {HOW_TO_INSTALL}, "
            "or save the file as DOCX"
        )
    with TemporaryDirectory(prefix="notice-parser-") as folder:
        source = Path(folder) / f"saved.{suffix}"
        source.write_bytes(content)
        converted = source.with_name(f"saved.{kind}")
        _convert(source, kind, patience_s)
        if not converted.is_file():
            raise DamagedFile(
                "LibreOffice cannot read the file; open it in the program it came from and save "
                "it as DOCX"
            )
        return converted.read_bytes()


def _convert(source: Path, kind: str, patience_s: float) -> None:
    profile = (source.parent / "profile").as_uri()
    command = [
        program(), "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}",
        "--convert-to", kind, "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    guard = ["sh", "-c", _GUARD, "guard", str(source.parent)]
    with subprocess.Popen(  # noqa: S603 - the program is found by name, the path is ours
        [*guard, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired as error:
            raise DamagedFile(
                f"LibreOffice did not finish the file within {patience_s:g} s; open it in the "
                "program it came from and save it as DOCX"
            ) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """soffice is a script whose child does the work: end the whole group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return

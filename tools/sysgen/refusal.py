# SPDX-License-Identifier: Apache-2.0
"""Input that is refused: one line that says where, what, and how to mend it."""
import os
import tempfile


class Refusal(Exception):
    """`file:line: what; how to mend it`."""

    def __init__(self, file, line, what):
        self.file = file
        self.line = line
        self.what = " ".join(what.split())
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {self.what}")


def shown(text):
    """Text of the input, quoted, so that a message stays one line of printable characters."""
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return f'"{text[:60]}..."' if len(text) > 63 else f'"{text}"'


def files_write(contents):
    """Write all files, or none: {path: bytes}, each under another name first, then renamed."""
    ready = []
    path = None
    try:
        for path, data in contents.items():
            folder = os.path.dirname(os.path.abspath(path))
            handle, name = tempfile.mkstemp(dir=folder, prefix="." + os.path.basename(path) + ".")
            ready.append((name, path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(name, 0o666 & ~mask)
            if os.path.isdir(path):
                raise Refusal(path, None, "is a folder; name a file to write to")
        while ready:
            name, path = ready[-1]
            os.replace(name, path)
            ready.pop()
    except OSError as error:
        raise Refusal(path, None, f"cannot write: {error.strerror}; choose another place")
    finally:
        for name, _ in ready:
            os.unlink(name)

# SPDX-License-Identifier: Apache-2.0
"""The numbers that C and the tools share, read from the C headers themselves."""
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Where headers lie: the first two in the tree, the others in an SDK, where programs see `include` only.
FOLDERS = ("", "userland/lib/include", "include", "tools/include")


def header_text(name):
    paths = [os.path.join(ROOT, folder, name) for folder in FOLDERS]
    path = next((p for p in paths if os.path.exists(p)), paths[0])
    with open(path, encoding="utf-8") as file:
        return file.read()


def header_numbers(name):
    """Every `#define NAME number` of a header."""
    found = re.findall(r"^#define[ \t]+(\w+)[ \t]+(0x[0-9a-fA-F]+|[0-9]+)u?(?=[ \t\n])",
                       header_text(name), re.M)
    return {key: int(value, 0) for key, value in found}


def header_structs(name):
    """Every struct of a header whose fields are all uint32_t: its fields in order."""
    found = {}
    for struct, body in re.findall(r"^struct (\w+) \{\n(.*?)^\};", header_text(name), re.M | re.S):
        found[struct] = re.findall(r"^\tuint32_t (\w+);", body, re.M)
    return found


ABI = header_numbers("kernel/abi.h")
CONFIG = header_numbers("kernel/config.h")
LAYOUT = header_numbers("writ/layout.h")
BLOB = header_numbers("userland/init/layout_blob.h")
BLOB_STRUCTS = header_structs("userland/init/layout_blob.h")
BLOB_NONE = BLOB["BLOB_NONE"]
BLOB_ADDRESS = BLOB["BLOB_ADDRESS"]
PAGE = CONFIG["PAGE_BYTES"]
USER_END = CONFIG["USER_END"]
GRANULE = CONFIG["GRANULE_BYTES"]


def page_up(n):
    return (n + PAGE - 1) // PAGE * PAGE

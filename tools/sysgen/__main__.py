# SPDX-License-Identifier: Apache-2.0
"""`python3 tools/sysgen ...`: see main.py."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import interpreter  # noqa: E402

interpreter.require(__file__)
from sysgen.main import main  # noqa: E402

sys.exit(main())

"""`python -m notice_parser` is the command `notice-parser`."""

import sys

from notice_parser.cli import main

sys.exit(main())

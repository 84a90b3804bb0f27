"""`python -m experiments.docs`: write all pages, tables and drawings that follow from declarations.

With `--tried`, docs/levers.md alone: it tries every lever, which takes some minutes.
"""

import sys

from experiments.docs.pages import main, write_tried

if "--tried" in sys.argv[1:]:
    write_tried()
else:
    main()

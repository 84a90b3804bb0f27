"""The command line by which this process was asked, which manifests and charts carry.

Worker processes know it too: they are told the arguments of the process that started them.
"""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "fertsim"
NO_SCRIPTS = ("ipykernel_launcher.py", "colab_kernel_launcher.py")
"""What starts the kernel of a notebook; its arguments are files of the machine, and nobody typed them."""


def command_line(arguments: Sequence[str] | None = None) -> str:
    """The line as typed, programs by their name alone; empty where nobody typed one, as in a notebook.

    arguments : of the process, its program first; by default those of this one
    """
    program, *typed = sys.argv if arguments is None else arguments
    path = Path(program)
    if path.stem == PROGRAM or path.parts[-2:] == ("experiments", "__main__.py"):
        return shlex.join([PROGRAM, *typed])
    if path.suffix == ".py" and path.name not in NO_SCRIPTS:
        return shlex.join(["python", path.name, *typed])
    return ""

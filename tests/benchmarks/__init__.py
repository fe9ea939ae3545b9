"""Figures of accuracy and speed beside other systems; no part of the timed test run."""

import sys
from pathlib import Path

# What a benchmark shares with tests is imported as they import it: from the folder `tests`.
sys.path.append(str(Path(__file__).parent.parent))

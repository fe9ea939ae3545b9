"""Where mentions and entities are kept: the Store protocol and its implementations."""

from resolver import __path__ as _package
from resolver import compiled

if compiled.FOLDER in _package:  # and so what is compiled of this one
    __path__.insert(0, f"{compiled.FOLDER}/store")

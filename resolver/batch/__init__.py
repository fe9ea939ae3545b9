"""Archives too large for one process: the same clusters by engines that join and spill.

`profiles` says what a name is made of, `words` what the words of an archive have to do with
each other, `scores` puts the evidence of two words together to that of two names, `clusters`
settles one connected component. They are pure. An engine (`engine.Engine`) joins, counts and
hands batches to them; it knows nothing of names.
"""

from resolver import __path__ as _package
from resolver import compiled

if compiled.FOLDER in _package:  # and so what is compiled of this one
    __path__.insert(0, f"{compiled.FOLDER}/batch")

"""Setting a plan as pages that look like the papers of Vietnamese offices, with the place of every word known."""

from vanthu.corpora.typeset.setting import set_line, typeset
from vanthu.corpora.typeset.truth import SetLine, SetWord, Sheet

__all__ = ["SetLine", "SetWord", "Sheet", "set_line", "typeset"]

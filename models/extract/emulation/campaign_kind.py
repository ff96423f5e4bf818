"""Form and scope of a campaign in the terms of the law (Luật 06/2022/QH15, Đ16; ``đợt`` by the law of 2003).

What is stated is found; what follows from the kind of movement and from who launches it is derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import Field, Issuer, Status
from vanthu.models.extract.source import Passage, SourceText

Form = Literal["regular", "thematic", "wave", "peak_wave", "mobilisation", "contest", "learning"]
Scope = Literal["national", "ministry_sector_union_locality", "cluster_bloc", "unit"]

_KINDS: Final[tuple[tuple[Form, str], ...]] = (
    ("contest", r"hoi thi|cuoc thi(?! dua)|lien hoan|hoi thao|hoi dien|giai bao chi"),
    ("mobilisation", r"cuoc van dong"),
)
"""What the launching words themselves are; a movement may hold a contest without being one."""
_FORMS: Final[tuple[tuple[Form, str], ...]] = (
    *_KINDS,
    ("peak_wave", r"(?:dot )?(?:phat dong )?thi dua (?:cao diem|dot kich)|dot (?:\w+ ){0,2}cao diem|thang cao diem"),
    ("wave", r"(?:dot )?(?:phat dong )?thi dua (?:dac biet|ngan han|nuoc rut)|(?:theo )?dot thi dua"),
    ("thematic", r"thi dua (?:theo )?chuyen de"),
    ("regular", r"thi dua thuong xuyen"),
    ("learning", r"hoc tap va lam theo"),
)
_PLACE = r"(?:tinh|thanh pho|huyen|thi xa|nganh|xa|phuong|quan)"
_SCOPES: Final[tuple[tuple[Scope, str], ...]] = (
    ("cluster_bloc", r"(?:trong|cac|cua) (?:cum|khoi)(?:, (?:cum|khoi))? thi dua"),
    ("national", r"tren (?:pham vi )?toan quoc|trong (?:pham vi )?(?:ca nuoc|toan quoc)"),
    ("ministry_sector_union_locality", rf"trong toan (?:dang bo |he thong )?{_PLACE}|tren dia ban (?:toan )?{_PLACE}"),
    ("unit", r"trong (?:toan )?(?:co quan|don vi|truong|cong ty|benh vien)|toan truong"),
)
_UNITS = regex.compile(r"^(?:truong|cong ty|tong cong ty|benh vien|trung tam|vien |hoc vien|dai hoc|chi bo|phong )")
_BLOCS = regex.compile(r"^(?:cum|khoi)(?: truong)? thi dua")
STATED, DERIVED = 0.85, 0.7


def form(source: SourceText, passage: Passage, head: tuple[int, int], *, quoted: bool) -> Field[Form]:
    """The form that the launching words state, or the passage around them; else a movement with a name is thematic.

    Args:
        source: the document.
        passage: what launches the campaign.
        head: span of the words that launch (``phong trào thi đua``, ``Hội thi``).
        quoted: the campaign has a name in quotation marks.
    """
    key = bare(passage.text)
    for table, low, high in ((_FORMS, *head), (_FORMS[len(_KINDS) :], 0, len(key))):
        for value, words in table:
            found = regex.compile(rf"(?<!\w)(?:{words})(?!\w)").search(key, low, high)
            if found and passage.text[: found.start()].count("“") <= passage.text[: found.start()].count("”"):
                return source.field(Field[Form], value, passage.spans(*found.span()), certainty=STATED)
    if quoted and key.startswith("phong trao", head[0]):
        spans = passage.spans(head[0], head[0] + len("phong trao"))
        return source.field(Field[Form], "thematic", spans, certainty=DERIVED, status=Status.DERIVED)
    return Field[Form]()


def scope(source: SourceText, passages: Iterable[Passage], issuer: Field[Issuer]) -> Field[Scope]:
    """The scope that the passages state, else the one that the issuer has."""
    for passage in passages:
        key = bare(passage.text)
        for value, words in _SCOPES:
            found = regex.search(rf"(?<!\w)(?:{words})(?!\w)", key)
            if found:
                return source.field(Field[Scope], value, passage.spans(*found.span()), certainty=STATED)
    return _scope_of(source, issuer)


def _scope_of(source: SourceText, issuer: Field[Issuer]) -> Field[Scope]:
    """State head and Government launch nationwide, units for themselves, all others for sector or locality (Đ18)."""
    if issuer.value is None:
        return Field[Scope]()
    key = bare(issuer.value.name)
    value: Scope = "ministry_sector_union_locality"
    if _BLOCS.match(key):
        value = "cluster_bloc"
    elif _UNITS.match(key):
        value = "unit"
    elif regex.match(r"(?:thu tuong|chinh phu|chu tich nuoc|hoi dong thi dua - khen thuong trung uong)", key):
        value = "national"
    spans: Sequence[tuple[int, int]] = source.spans(issuer.evidence)
    return source.field(Field[Scope], value, spans, certainty=DERIVED, status=Status.DERIVED)

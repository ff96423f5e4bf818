from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.campaign import (
    CampaignFacts,
    Criterion,
    Deadline,
    Evidence,
    Field,
    Quota,
    Responsibility,
    Reward,
)
from vanthu.models.extract.links import linked, sections
from vanthu.models.extract.source import Passage, SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.page import Line, Page, Trail, Verdict

LINES = ["1. Đăng ký", "mỗi xã ít nhất 02 mô hình", "gửi trước ngày 30/6/2024", "2. Khen thưởng", "tặng 05 Giấy khen"]
SOURCE = SourceText((Page(1, tuple(Line.plain(line) for line in LINES), Trail(Verdict.TEXT)),))
PATHS = [("II", "1"), ("II", "1"), ("II", "1"), ("II", "2"), ("II", "2")]
PARAGRAPHS = [
    Paragraph(Passage.of(SOURCE, [(ref.start, ref.end)]), Zone.BODY, path=path)
    for ref, path in zip(SOURCE.lines, PATHS, strict=True)
]
SECTIONS = sections(SOURCE, PARAGRAPHS)


def slices(line: int, start: int, end: int) -> tuple[Evidence, ...]:
    return (Evidence(page=1, line=line, start=start, end=end, raw=LINES[line - 1][start:end]),)


def whole(line: int) -> tuple[Evidence, ...]:
    return slices(line, 0, len(LINES[line - 1]))


FACTS = CampaignFacts(
    quotas=(
        Field[Quota](value=Quota(comparator=">=", value=2, unit="count"), evidence=slices(2, 7, 25)),
        Field[Quota](value=Quota(comparator="=", value=5, unit="count"), evidence=slices(5, 5, 17)),
    ),
    deadlines=(Field[Deadline](value=Deadline(relation="before"), evidence=slices(3, 4, 24)),),
    rewards=(Field[Reward](value=Reward(form="Giấy khen"), evidence=slices(5, 0, 17)),),
    criteria=(Criterion(items=(Field[str](value=LINES[1], evidence=whole(2)),)),),
    responsibilities=(Responsibility(tasks=(Field[str](value=LINES[2], evidence=whole(3)),)),),
)


def test_each_value_knows_its_section():
    facts = linked(FACTS, SECTIONS)
    assert [q.value.section for q in facts.quotas if q.value] == ["II.1", "II.2"]
    assert [d.value.section for d in facts.deadlines if d.value] == ["II.1"]
    assert [r.value.section for r in facts.rewards if r.value] == ["II.2"]
    assert (facts.criteria[0].section, facts.responsibilities[0].section) == ("II.1", "II.1")


def test_lists_that_share_words_are_tied():
    facts = linked(FACTS, SECTIONS)
    assert facts.criteria[0].quotas == (0,)
    assert [r.value.quotas for r in facts.rewards if r.value] == [(1,)]
    assert facts.responsibilities[0].deadlines == (0,)


def test_a_section_that_is_known_stays():
    named = FACTS.model_copy(update={"criteria": (Criterion(section="IV", items=FACTS.criteria[0].items),)})
    assert linked(named, SECTIONS).criteria[0].section == "IV"


def test_outside_numbered_sections_there_is_none():
    facts = linked(FACTS, {})
    assert {q.value.section for q in facts.quotas if q.value} == {None}


@given(st.lists(st.sampled_from(["quotas", "deadlines", "rewards", "criteria", "responsibilities"]), unique=True))
def test_linking_again_changes_nothing(empty: list[str]):
    once = linked(FACTS.model_copy(update=dict.fromkeys(empty, ())), SECTIONS)
    assert linked(once, SECTIONS) == once

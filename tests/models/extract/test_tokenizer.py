from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from vanthu.models.extract.tokenizer import VietnameseTokenizer

TOKENIZE = VietnameseTokenizer(Vocab())


def words(text: str) -> list[str]:
    return [token.text for token in TOKENIZE(text) if not token.is_space]


def test_codes_stay_whole():
    assert words("Kế hoạch số 180-KH/TU") == ["Kế", "hoạch", "số", "180-KH/TU"]
    assert words("Nghị định 98/2023/NĐ-CP.") == ["Nghị", "định", "98/2023/NĐ-CP", "."]
    assert words("Luật số 06/2022/QH15") == ["Luật", "số", "06/2022/QH15"]


def test_dates_percentages_and_hours_stay_whole():
    assert words("trước 17h00 ngày 30/10/2023") == ["trước", "17h00", "ngày", "30/10/2023"]
    assert words("đạt 30% (tháng 11/2023)") == ["đạt", "30%", "(", "tháng", "11/2023", ")"]
    assert words("1,5% của 1.000 hộ") == ["1,5%", "của", "1.000", "hộ"]


def test_quotes_are_tokens_and_abbreviations_keep_their_dot():
    assert words("TM. ỦY BAN “Dân vận khéo”") == ["TM.", "ỦY", "BAN", "“", "Dân", "vận", "khéo", "”"]


def test_apostrophe_stays_inside_a_name():
    assert words("huyện M’Drắk") == ["huyện", "M’Drắk"]


@given(st.text(alphabet=st.one_of(st.sampled_from(" \n\f\t.-/%ạẨđ19h"), st.characters(exclude_categories=["Cs"]))))
def test_no_character_is_lost(text: str):
    doc = TOKENIZE(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)

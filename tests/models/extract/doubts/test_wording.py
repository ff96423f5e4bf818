"""Words tell that they are torn, run on, or were misread by a stroke or a tone."""

from __future__ import annotations

import pytest

from vanthu.models.extract.doubts.wording import misspelt, of_reading, of_words


@pytest.mark.parametrize("text", ["02 tập thế", "tống kết phong trào", "Kiếm tra việc thực hiện"])
def test_a_known_phrase_with_other_tones_or_shapes_is_misspelt(text):
    assert misspelt(text)


@pytest.mark.parametrize("text", ["02 tập thể", "tổng kết phong trào", "Kiểm tra việc thực hiện", "THI ĐUA", ""])
def test_a_known_phrase_as_it_is_written_is_not(text):
    assert not misspelt(text)


@pytest.mark.parametrize(("text", "met"), [("vào quý II", 1.0), ("Quý III/2025", 1.0), ("quý IV", 0.0), ("quý I", 0.0)])
def test_numerals_whose_strokes_are_counted_are_fragile(text, met):
    assert of_reading(text)["strokes"] == met


def test_an_item_that_holds_the_end_of_a_sentence_may_be_two():
    text = "Khơi dậy ý chí vươn lên thoát nghèo bền vững. Huy động các nguồn lực"
    assert of_words("purposes", text, text)["sentences"] == 1.0
    assert of_words("purposes", "Khơi dậy ý chí vươn lên.", "")["sentences"] == 0.0
    assert of_words("title", text, text)["sentences"] == 0.0

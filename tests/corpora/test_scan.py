"""The example scan can be made again, and says what the plan says."""

from __future__ import annotations

import json

import numpy as np
import pypdfium2
import pytest

from vanthu.corpora import plans
from vanthu.corpora import scan as scanning


@pytest.fixture(scope="module")
def example(root):
    return root / "examples/ke_hoach_quet.pdf"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("scan") / "ke_hoach_quet.pdf"
    scanning.main(["huyen_60_ngay_dem", str(out), "--seed", "7"])
    return out


def rendered(path):
    document = pypdfium2.PdfDocument(path)
    try:
        return [np.asarray(page.render(scale=1).to_pil()).astype(int) for page in document]
    finally:
        document.close()


def test_example_is_small_and_has_no_text_layer(example):
    assert example.stat().st_size < 600_000
    document = pypdfium2.PdfDocument(example)
    assert [page.get_textpage().get_text_range() for page in document] == ["", ""]
    document.close()


def test_example_can_be_made_again(example, made):
    assert made.with_suffix(".truth.json").read_text("utf-8") == example.with_suffix(".truth.json").read_text("utf-8")
    for a, b in zip(rendered(made), rendered(example), strict=True):
        assert np.abs(a - b).mean() < 1.0


def test_truth_of_the_example_is_the_text_of_the_plan(example):
    truth = json.loads(example.with_suffix(".truth.json").read_text("utf-8"))
    plan = plans.load("huyen_60_ngay_dem")
    assert ["\n".join(line[0] for line in page) for page in truth] == list(plan.pages)


def test_boxes_of_the_truth_hold_the_ink(example):
    truth = json.loads(example.with_suffix(".truth.json").read_text("utf-8"))
    for page, image in zip(truth, rendered(example), strict=True):
        height, width = image.shape[:2]
        for text, _, x0, y0, x1, y1 in page:
            inside = image[round(y0 * height) : round(y1 * height) + 1, round(x0 * width) : round(x1 * width) + 1]
            assert inside.min() < 140, text


def test_unknown_recipe_is_refused(capsys, tmp_path):
    with pytest.raises(SystemExit):
        scanning.main(["huyen_60_ngay_dem", str(tmp_path / "x.pdf"), "--recipe", "lửa"])
    assert "office_scan" in capsys.readouterr().err

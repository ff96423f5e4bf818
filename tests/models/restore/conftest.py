"""A small n-gram model of a few invented lines."""

from __future__ import annotations

import pytest

from vanthu.models.restore.ngrams import CLASSES, Ngrams
from vanthu.pipelines.train import ngrams as counting

LINES = (
    "Các chi bộ phát động phong trào thi đua trồng cây và giữ sạch đường làng.",
    "Chi bộ bốn tốt thực hiện kế hoạch đã đăng ký từ đầu năm.",
    "Nâng cao nhận thức của cán bộ, đảng viên và Nhân dân về phong trào thi đua.",
    "Xây dựng lối sống đẹp, phát động thi đua ở 15 thôn.",
    "Thì giờ là của quý, đưa tin phải đúng.",
)


@pytest.fixture(scope="session")
def ngrams() -> Ngrams:
    known = {name: i for i, name in enumerate(CLASSES)}
    stream = counting.Stream(counting._ids(LINES * 4, known, {}), 1.0)
    return counting.to_model(counting.prune(counting.count([stream], 3), 0.0), list(known))

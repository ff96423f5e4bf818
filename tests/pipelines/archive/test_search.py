from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text

from vanthu.corpora.errors import ArchiveError
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.search import PIECE_WORDS, documents, forget, index, search
from vanthu.pipelines.archive.search_statements import statement
from vanthu.pipelines.archive.search_words import LONGEST_WORD, parse
from vanthu.pipelines.archive.selection import Selection
from vanthu.pipelines.archive.tables import content, page

SLOW_FIXTURE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def put(archive, *texts):
    """Pages of files of one page each, without documents; their hashes are their numbers."""
    with archive.engine.begin() as connection:
        for number, page_text in enumerate(texts):
            sha256 = f"{number:064x}"
            facts = {"sha256": sha256, "uri": f"file:///{number}.txt", "name": f"{number}.txt", "bytes": 1}
            connection.execute(insert(content), [{**facts, "state": "done"}])
            row = {"sha256": sha256, "number": 1, "part": 1, "text": page_text, "data": b""}
            key = connection.scalar(insert(page).values(**row).returning(page.c.id))
            index(connection, [(key, page_text)])


def found(archive, query, **options):
    return {int(hit.sha256, 16) for hit in search(archive, query, **options)}


def test_a_hit_says_what_the_document_is_and_where_the_words_stand(shelf):
    reading = shelf.add("xa_dan_van_kheo", uri="sftp://srv/kho/a.pdf")
    shelf.add("truong_hoc_tap_tot")
    (hit, *_) = search(shelf.archive, '"nội bộ đoàn kết"')
    assert (hit.code, hit.issued_on, hit.part, hit.page) == ("05/KH-UBND", "2023-01-17", 1, 1)
    assert hit.sha256 == reading.campaigns[0].source.sha256
    assert hit.uri == "sftp://srv/kho/a.pdf"
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["nội bộ đoàn kết"]
    assert "danh hiệu văn hóa; nội bộ đoàn kết, không có điểm nóng" in hit.snippet


def test_a_document_is_found_once_by_its_best_page(shelf):
    shelf.add("tinh_chinh_quyen_so")
    assert len(search(shelf.archive, "chính quyền số")) == 1
    assert search(shelf.archive, '"chuyển đổi số"')[0].page > 0


def test_diacritics_count_where_the_query_has_one(archive):
    put(archive, "phong trào thi đua", "phòng trao thì dưa", "không có gì")
    assert found(archive, "phong trào thi đua") == {0}
    assert found(archive, "phong trao thi dua") == {0, 1}
    assert found(archive, "phong trào thi đua", accents=False) == {0, 1}
    assert found(archive, "phong trao thi dua", accents=True) == set()


def test_đ_is_a_diacritic(archive):
    put(archive, "đường làng", "duong lang")
    assert found(archive, "đường") == {0}
    assert found(archive, "duong") == {0, 1}
    assert found(archive, "DUONG LANG") == {0, 1}


def test_tone_placement_and_case_are_style(archive):
    put(archive, "tỉnh Hoà Bình", "TỈNH HÒA BÌNH", "hoa bình")
    assert found(archive, "hòa bình") == {0, 1}
    assert found(archive, "HOÀ BÌNH") == {0, 1}


def test_decomposed_text_is_the_same_text(archive):
    put(archive, "thi đua khen thưởng")
    assert found(archive, "khen thưởng") == {0}


def test_all_words_must_be_there_and_phrases_in_a_row(archive):
    put(archive, "dân vận khéo", "khéo dân\nvận", "dân khéo")
    assert found(archive, "khéo dân vận") == {0, 1}
    assert found(archive, '"dân vận"') == {0, 1}
    assert found(archive, "“dân vận khéo”") == {0}
    assert found(archive, '"dân vận" "khéo dân"') == {1}


def test_a_code_is_found_as_it_is_printed(archive):
    put(archive, "Số: 180-KH/TU", "KH 180 TU", "Số 18-KH/TU")
    assert found(archive, "180-KH/TU") == {0}
    assert found(archive, "kh/tu") == {0, 2}


def test_the_page_with_the_words_together_comes_first(archive):
    far = " ".join(["thi", *["việc"] * 30, "đua", *["làng"] * 30, "phong", *["xã"] * 30, "trào"])
    put(archive, far, "phong trào thi đua " + " ".join(["ruộng"] * 90), far + " nữa")
    assert int(search(archive, "phong trào thi đua")[0].sha256, 16) == 1


def test_a_document_with_the_words_on_many_pages_does_not_crowd_out_the_others(archive):
    with archive.engine.begin() as connection:
        for number, pages in enumerate((300, 1)):
            sha256 = f"{number:064x}"
            facts = {"sha256": sha256, "uri": f"file:///{number}.txt", "name": "a", "bytes": 1, "state": "done"}
            connection.execute(insert(content), [facts])
            rows = [
                {"sha256": sha256, "number": n + 1, "part": 1, "text": "thi đua", "data": b""} for n in range(pages)
            ]
            keys = connection.scalars(insert(page).returning(page.c.id), rows).all()
            index(connection, [(key, "thi đua " + "việc " * number) for key in keys])
    assert found(archive, "thi đua", limit=2) == {0, 1}


def test_pages_that_are_forgotten_are_not_found(archive):
    put(archive, "thi đua", "thi đua")
    with archive.engine.begin() as connection:
        forget(connection, f"{0:064x}")
        connection.execute(delete(page).where(page.c.sha256 == f"{0:064x}"))
    assert found(archive, "thi đua") == {1}


def test_a_page_indexed_again_is_found_by_its_new_words_alone(archive):
    put(archive, "thi đua")
    with archive.engine.begin() as connection:
        key = connection.scalar(text("SELECT id FROM page"))
        index(connection, [(key, "khen thưởng")])
    assert (found(archive, "thi đua"), found(archive, "khen thưởng")) == (set(), {0})


def test_what_is_rolled_back_was_never_there(archive):
    put(archive, "thi đua")
    with archive.engine.connect() as connection:
        index(connection, [(1, "khen thưởng")])
        connection.rollback()
    assert (found(archive, "thi đua"), found(archive, "khen thưởng")) == ({0}, set())


def test_a_text_of_megabytes_without_a_page_break_is_searched_to_its_end(archive):
    long = " ".join(f"từ{number:058}" for number in range(7 * PIECE_WORDS))  # above 1 MB of words
    put(archive, f"{long} {'x' * 5000} cuối cùng {'y' * (LONGEST_WORD + 1)}")
    assert found(archive, '"cuối cùng"') == {0}
    assert found(archive, f"từ{7 * PIECE_WORDS - 1:058}") == {0}


@pytest.mark.parametrize("query", ["", "???", '"', '""', "\x00", " \t\n", "-", "*", "()", "½"])
def test_a_query_without_a_word_finds_nothing(archive, query):
    put(archive, "thi đua ½")
    assert search(archive, query) == []


@pytest.mark.parametrize(
    "query",
    ['thi "đua', "thi* đua", "NEAR(thi đua)", "thi:đua", "text:thi", "thi AND", "NOT thi", "thi^2", "thi & !đua", "'"],
)
def test_the_syntax_of_the_databases_has_no_meaning(archive, query):
    put(archive, "thi đua and not near 2 text")
    assert found(archive, query) <= {0}


@SLOW_FIXTURE
@given(query=st.text(max_size=30))
def test_no_query_raises(archive, query):
    search(archive, query)
    search(archive, query, accents=False)


WORDS = ["phong", "trào", "trao", "thi", "thì", "đua", "dua", "hòa", "hoà", "1e5", "16h30", "Đ", "uỷ", "ủy", "007", "ñ"]


@SLOW_FIXTURE
@given(
    pages=st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=4),
    query=st.lists(st.sampled_from([*WORDS, '"phong trào"', "thi-đua"]), min_size=1, max_size=3).map(" ".join),
    accents=st.sampled_from([None, True, False]),
)
def test_both_databases_find_what_reading_every_page_finds(archive, pages, query, accents):
    with archive.engine.begin() as connection:
        connection.execute(text("DELETE FROM page_search"))
        connection.execute(delete(page))
        connection.execute(delete(content))
    put(archive, *pages)
    asked = parse(query, accents=accents)
    assert found(archive, query, accents=accents) == {n for n, t in enumerate(pages) if holds(t, asked)}


def holds(page_text, asked):
    keys = [k for phrase in parse(page_text, accents=asked.accents).keys for k in phrase]
    return all(
        any(tuple(keys[start : start + len(phrase)]) == phrase for start in range(len(keys))) for phrase in asked.keys
    )


def test_a_tenth_of_the_benchmark_finds_documents_through_the_index(archive, archive_search):
    archive_search.fill(archive, 1000)
    with archive.engine.connect() as connection:
        plain = connection.execute(text("SELECT count(*) FROM page WHERE text LIKE '%khen thưởng%'")).scalar()
        asked = parse("Tên77 khen thưởng")
        explain = "EXPLAIN QUERY PLAN " if archive.is_sqlite else "EXPLAIN "
        connection.execute(text("ANALYZE"))
        find = statement(connection, asked, 20, 20)
        compiled = find.compile(dialect=archive.engine.dialect, compile_kwargs={"literal_binds": True})
        plan = "\n".join(
            str(tuple(row)) for row in connection.exec_driver_sql(explain + str(compiled).replace("%", "%%"))
        )
    assert plain > 0
    assert "page_search VIRTUAL TABLE INDEX" in plan or "page_search_text" in plan, plan
    assert len(search(archive, '"khen thưởng"', limit=1000)) > 500
    assert 0 < len(search(archive, "Tên77")) < 20


def test_a_server_without_unaccent_is_told_what_to_do(postgres_archive, monkeypatch):
    from vanthu.pipelines.archive.migrations.versions import search as step

    real = step.op.execute

    def refuse(sql):
        real(sql.replace("unaccent", "no_such_extension") if "EXTENSION" in sql else sql)

    monkeypatch.setattr(step.op, "execute", refuse)
    with pytest.raises(ArchiveError, match="CREATE EXTENSION unaccent"), open_archive(postgres_archive, create=True):
        pass


def put_document(archive, number, *texts):
    """One file of several pages."""
    sha256 = f"{number:064x}"
    facts = {"sha256": sha256, "uri": f"file:///{number}.txt", "name": f"{number}.txt", "bytes": 1, "state": "done"}
    with archive.engine.begin() as connection:
        connection.execute(insert(content), [facts])
        for place, page_text in enumerate(texts, 1):
            row = {"sha256": sha256, "number": place, "part": 1, "text": page_text, "data": b""}
            index(connection, [(connection.scalar(insert(page).values(**row).returning(page.c.id)), page_text)])


def test_words_may_stand_on_different_pages_where_no_page_has_all(archive):
    put_document(archive, 0, "phong trào", "không", "thi đua")
    put_document(archive, 1, "phong trào thi đua")
    put_document(archive, 2, "phong trào", "khen thưởng")
    hits = search(archive, '"phong trào" "thi đua"')
    assert [(int(hit.sha256, 16), hit.page, hit.pages) for hit in hits] == [(1, 1, (1,)), (0, 1, (1, 3))]
    assert search(archive, '"phong trào" "thi đua"', limit=1)[0].sha256 == f"{1:064x}"
    assert found(archive, '"trào thi"') == {1}


def test_filters_choose_among_the_hits_and_a_list_needs_no_query(shelf):
    shelf.add("xa_dan_van_kheo")
    shelf.add("truong_hoc_tap_tot")
    everything, count = documents(shelf.archive, Selection())
    assert (len(everything), count) == (2, 2)
    assert [hit.issued_on for hit in everything] == sorted((hit.issued_on for hit in everything), reverse=True)
    assert documents(shelf.archive, Selection(), limit=1)[1] == 2
    for hit in everything:
        day = date.fromisoformat(hit.issued_on)
        only = Selection(issuer=hit.issuer, issued_from=day, issued_to=day, state="complete")
        assert {one.sha256 for one in search(shelf.archive, "kế hoạch", selection=only)} == {hit.sha256}
    assert search(shelf.archive, "kế hoạch", selection=Selection(type="XX")) == []

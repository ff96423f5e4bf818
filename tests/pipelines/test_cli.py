from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Picture
from typer.main import get_command

from vanthu.corpora import plans
from vanthu.models.campaign import Campaign
from vanthu.models.schema import json_schema
from vanthu.pipelines.batch import EXIT_FAILED, EXIT_PARTIAL, plan_names
from vanthu.pipelines.cli import app
from vanthu.pipelines.overlay.sheet import COLUMN, DPI

PLAN = "huyen_60_ngay_dem"


def vanthu(*arguments, **options):
    command = [sys.executable, "-m", "vanthu.pipelines", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_one_file_gives_its_definition_on_stdout_and_nothing_else(text_plan):
    done = vanthu("read", text_plan(PLAN))
    assert (done.returncode, done.stderr) == (0, "")
    assert Campaign.model_validate_json(done.stdout).document.code.value == plans.load(PLAN).gold["document"]["code"]


def test_several_documents_of_one_file_are_json_lines(tmp_path):
    path = tmp_path / "bound.txt"
    path.write_text("\f".join(plans.load(name).text for name in (PLAN, "xa_dan_van_kheo")), encoding="utf-8")
    lines = vanthu("read", path).stdout.splitlines()
    assert [json.loads(line)["source"]["part"]["index"] for line in lines] == [1, 2]
    vanthu("read", path, "-o", tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["bound.1.json", "bound.2.json"]


def test_many_files_give_one_json_each_a_summary_and_an_exit_code(text_plan, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    done = vanthu("read", text_plan(PLAN), broken, text_plan("xa_dan_van_kheo"), "-o", tmp_path / "out")
    assert done.returncode == EXIT_FAILED
    assert done.stdout == ""
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [f"{PLAN}.json", "xa_dan_van_kheo.json"]
    assert "broken.pdf" in done.stderr
    assert "broken_file" in done.stderr


def test_a_single_file_that_fails_ends_in_its_own_exit_code_with_a_remedy(tmp_path):
    done = vanthu("read", tmp_path / "nowhere.pdf")
    assert (done.returncode, done.stdout) == (3, "")
    assert "not_found" in done.stderr
    assert "ls -l" in done.stderr
    assert "Traceback" not in done.stderr


def test_plain_gives_a_card_and_no_json(text_plan):
    card = vanthu("read", "--plain", text_plan(PLAN)).stdout
    assert plans.load(PLAN).gold["document"]["code"] in card.splitlines()[0]
    assert "{" not in card


def test_a_folder_points_to_the_archive(tmp_path):
    done = vanthu("read", tmp_path)
    assert (done.returncode, done.stdout, done.stderr.split(":")[0]) == (3, "", "folder")
    assert "vanthu archive load" in done.stderr


def test_results_are_replaced_only_when_that_is_asked_for(text_plan, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / f"{PLAN}.2.json").write_text("mine", encoding="utf-8")
    done = vanthu("read", text_plan(PLAN), "-o", out)
    assert (done.returncode, done.stderr.split(":")[0]) == (6, "result_exists")
    assert "--overwrite" in done.stderr
    assert [path.name for path in out.iterdir()] == [f"{PLAN}.2.json"]
    assert vanthu("read", text_plan(PLAN), "-o", out, "--overwrite").returncode == 0


@pytest.mark.parametrize("option", ["--pages", "--overlay"])
def test_what_is_written_beside_the_result_replaces_nothing_either(option, text_plan, tmp_path):
    there = tmp_path / "there"
    there.write_text("mine", encoding="utf-8")
    done = vanthu("read", text_plan(PLAN), option, there)
    assert (done.returncode, done.stderr.split(":")[0]) == (6, "result_exists")
    assert there.read_text(encoding="utf-8") == "mine"


def test_every_help_keeps_its_brackets():
    def helps(command, path):
        yield path, [command.help or "", *(getattr(p, "help", None) or "" for p in command.params)]
        for name, sub in getattr(command, "commands", {}).items():
            yield from helps(sub, (*path, name))

    for path, texts in helps(get_command(app), ()):
        wanted = [w for text in texts for w in re.findall(r"\[\w+\]", text)]
        if wanted:
            shown = vanthu(*path, "--help").stdout
            assert [w for w in wanted if w not in shown] == []


def test_no_key_is_said_to_be_absent_twice(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("KẾ HOẠCH\nvề phong trào thi đua\nI. MỤC ĐÍCH\nNâng cao chất lượng.\n", encoding="utf-8")
    issues = json.loads(vanthu("read", path).stdout)["issues"]
    absent = [issue["path"] for issue in issues if issue["code"] == "absent"]
    assert "campaign.deadlines" in absent
    assert len(absent) == len(set(absent))


def test_text_gives_one_line_for_each_line_and_a_form_feed_between_pages(text_plan):
    done = vanthu("read", "--text", text_plan(PLAN))
    pages = done.stdout.split("\f")
    assert [page.rstrip("\n") for page in pages] == list(plans.load(PLAN).pages)


def test_pages_holds_every_line_that_evidence_points_to(text_plan, tmp_path):
    done = vanthu("read", text_plan(PLAN), "--pages", tmp_path / "pages.json")
    pages = json.loads((tmp_path / "pages.json").read_text(encoding="utf-8"))
    evidence = json.loads(done.stdout)["document"]["code"]["evidence"][0]
    line = pages[evidence["page"] - 1]["lines"][evidence["line"] - 1]
    assert line["text"][evidence["start"] : evidence["end"]] == plans.load(PLAN).gold["document"]["code"]


def test_plain_and_text_do_not_go_together(text_plan):
    done = vanthu("read", "--plain", "--text", text_plan(PLAN))
    assert done.returncode == 2
    assert "bad_option" in done.stderr


def test_an_overlay_of_text_is_refused(text_plan, tmp_path):
    done = vanthu("read", text_plan(PLAN), "--overlay", tmp_path / "o.pdf")
    assert done.returncode == 2
    assert not (tmp_path / "o.pdf").exists()


def test_output_never_replaces_a_file_that_was_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(plans.load(PLAN).text, encoding="utf-8")
    done = vanthu("read", path, "-o", tmp_path)
    assert done.returncode == 6
    assert path.read_text(encoding="utf-8") == plans.load(PLAN).text


def test_joined_files_are_one_document(tmp_path):
    for number, page in enumerate(plans.load(PLAN).pages, 1):
        (tmp_path / f"p{number}.txt").write_text(page, encoding="utf-8")
    done = vanthu("read", "--join", tmp_path / "p1.txt", tmp_path / "p2.txt")
    assert json.loads(done.stdout)["source"]["part"]["last_page"] == 2


def test_limits_are_options(text_plan):
    done = vanthu("read", "--max-bytes", 10, text_plan(PLAN))
    assert done.returncode == 4
    assert "too_many_bytes" in done.stderr


def test_debug_shows_the_traceback(tmp_path):
    assert "Traceback" in vanthu("read", "--debug", tmp_path / "nowhere.pdf").stderr


def test_schema_prints_the_schema():
    assert vanthu("schema").stdout == json_schema() + "\n"


def test_doctor_names_what_is_there_and_what_to_do_for_what_is_not():
    done = vanthu("doctor", "--json")
    checks = json.loads(done.stdout)
    assert done.returncode == (0 if all(c["ok"] for c in checks) else 5)
    assert {"Python", "tesseract"} <= {c["name"] for c in checks}
    assert all(c["remedy"] for c in checks if not c["ok"])


def test_doctor_without_tesseract_says_how_to_get_it():
    done = vanthu("doctor", "--json", env={"PATH": "/nowhere"})
    (check,) = [c for c in json.loads(done.stdout) if c["name"] == "tesseract"]
    assert (done.returncode, check["ok"], check["remedy"]) == (5, False, "apt-get install tesseract-ocr")


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["a/x.pdf", "a/y.png"], ["x", "y"]),
        (["a/x.pdf", "a/x.png"], ["x.pdf", "x.png"]),
        (["a/x.pdf", "b/x.pdf"], ["x.pdf", "x.pdf-2"]),
    ],
)
def test_no_two_files_share_an_output_name(files, names):
    assert plan_names([[Path(f)] for f in files]) == names


def test_a_name_with_brackets_is_shown_as_it_is(text_plan, tmp_path):
    odd = text_plan(PLAN).rename(tmp_path / "[bold] a.txt")
    done = vanthu("read", odd, tmp_path / "].pdf", "-o", tmp_path / "out")
    assert done.returncode == EXIT_FAILED
    assert "[bold] a.txt" in done.stderr
    assert "not_found: nowhere[/].txt" in vanthu("read", "nowhere[/].txt").stderr


def test_a_name_that_is_not_utf8_can_still_be_written_as_json(text_plan, tmp_path):
    odd = text_plan(PLAN).rename(tmp_path / "k\udcff.txt")
    done = vanthu("read", odd, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    (written,) = (tmp_path / "out").iterdir()
    assert Campaign.model_validate_json(written.read_bytes()).source.name == "k\\xff.txt"


def test_stdout_is_utf8_whatever_the_locale(text_plan):
    done = vanthu("read", text_plan(PLAN), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("folder", ["taken", "taken/below"])
def test_a_folder_that_cannot_be_made_is_found_out_before_reading(tmp_path, folder):
    (tmp_path / "taken").write_text("a file")
    done = vanthu("read", tmp_path / "nowhere.pdf", "-o", tmp_path / folder)
    assert done.returncode == 6
    assert done.stderr.startswith("unwritable: ")


def test_a_result_whose_name_is_too_long_fails_alone(text_plan, tmp_path):
    long = text_plan(PLAN).rename(tmp_path / ("k" * 251 + ".txt"))
    done = vanthu("read", long, text_plan(PLAN), "-o", tmp_path / "out")
    assert done.returncode == EXIT_FAILED
    assert "unwritable" in done.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == [f"{PLAN}.json"]


def test_no_result_is_written_over_another_or_over_a_file_still_to_be_read(tmp_path):
    bound, other = tmp_path / "a.txt", tmp_path / "a.1.txt"
    bound.write_text("\f".join(plans.load(name).text for name in (PLAN, "xa_dan_van_kheo")), encoding="utf-8")
    other.write_text(plans.load(PLAN).text, encoding="utf-8")
    assert vanthu("read", "--text", bound, other, "-o", tmp_path).returncode == EXIT_FAILED
    assert other.read_text(encoding="utf-8") == plans.load(PLAN).text
    assert vanthu("read", bound, other, "-o", tmp_path / "out").returncode == EXIT_FAILED
    assert json.loads((tmp_path / "out" / "a.1.json").read_text(encoding="utf-8"))["source"]["name"] == "a.txt"


def test_what_is_no_regular_file_is_written_to_and_not_replaced(text_plan, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["/bin/cat", pipe], stdout=subprocess.PIPE) as reader:
        assert vanthu("read", text_plan(PLAN), "--pages", pipe).returncode == 0
        assert json.loads(reader.communicate()[0])[0]["number"] == 1
    assert pipe.is_fifo()


def test_damaged_images_give_a_coded_error_and_no_warning(tmp_path):
    (tmp_path / "head.tif").write_bytes(b"II*\0\x08\0\0\0")
    done = vanthu("read", tmp_path / "head.tif")
    assert done.returncode == 3
    assert done.stderr.startswith("broken_file: ")


def test_a_full_disk_behind_stdout_is_a_coded_error(text_plan):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "vanthu.pipelines", "read", str(text_plan(PLAN))]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 6
    assert done.stderr.startswith("unwritable: stdout")
    assert "Traceback" not in done.stderr


def test_an_overlay_of_a_partial_document_has_an_empty_page_for_the_one_that_failed(tmp_path):
    first, *others = (Picture.new("L", (side, side), 255) for side in (200, 250, 300))
    first.save(tmp_path / "a.pdf", save_all=True, append_images=others, resolution=72)
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as book:
        book.pages[1].mediabox = [0, 0, 1_000_000, 1_000_000]
        del book.pages[1].obj.Resources["/XObject"]
        book.save(tmp_path / "a.pdf")
    assert vanthu("read", tmp_path / "a.pdf", "--overlay", tmp_path / "o.pdf").returncode == EXIT_PARTIAL
    with pikepdf.open(tmp_path / "o.pdf") as drawn:
        beside = 2 * COLUMN * 72 / DPI
        assert [round(float(page.mediabox[2]) - beside) for page in drawn.pages] == [200, 595, 300]

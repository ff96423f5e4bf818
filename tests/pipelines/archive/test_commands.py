"""`vanthu archive …` as a person uses it: exit codes, stdout for data, a signal that stops it."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from vanthu.corpora import plans

NAMES = ("cong_van_phat_dong", "huyen_uy_nong_thon_moi")


@pytest.fixture
def command(tmp_path):
    """Runs `vanthu archive …` on an archive in a temporary folder."""
    environment = {**os.environ, "VANTHU_ARCHIVE": f"sqlite:///{tmp_path}/archive.db"}
    start = [sys.executable, "-m", "vanthu.pipelines", "archive"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*start, *arguments], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
        )

    run.popen = lambda *arguments: subprocess.Popen(
        [*start, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    return run


def test_load_says_what_it_did_and_again_that_nothing_is_left(command, scans):
    done = command("load", str(scans), "--jobs", "0", "--json")
    assert (done.returncode, json.loads(done.stdout)["done"]) == (0, 2), done.stderr
    assert json.loads(command("load", str(scans), "--jobs", "0", "--json").stdout)["known"] == 2


def test_dry_run_says_what_would_be_done_and_does_nothing(command, scans, tmp_path):
    done = command("load", str(scans), "--dry-run")
    assert (done.returncode, done.stdout.strip()) == (0, "2 files: new or changed: everything"), done.stderr
    assert not (tmp_path / "archive.db").exists()


def test_a_file_in_quarantine_is_told_listed_and_released(command, scans):
    (scans / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    done = command("load", str(scans), "--jobs", "0")
    assert done.returncode == 1
    assert "1 quarantined" in done.stdout
    assert "quarantine list" in done.stderr
    (case,) = json.loads(command("quarantine", "list", "--json").stdout)
    assert (case["name"], case["code"]) == ("hong.pdf", "broken_file")
    (failure,) = json.loads(command("failures", "--json", "--code", "broken_file").stdout)
    assert failure["stage"] == "look"
    assert command("retry", "nothing.pdf").returncode == 9
    assert "1 file set free" in command("quarantine", "release", "hong.pdf").stderr
    assert json.loads(command("quarantine", "list", "--json").stdout) == []
    assert json.loads(command("load", str(scans), "--jobs", "0", "--json").stdout)["quarantined"] == 1


def test_a_name_that_is_no_utf8_ends_no_run_and_every_table_fits(command, scans):
    long = "ế" * 83 + ".pdf"
    for name in (b"k\xff.pdf", "dòng\nmới\u202efdp [nháp].pdf".encode(), long.encode()):
        with open(os.fsencode(scans) + b"/" + name, "wb") as file:  # noqa: PTH123  a name of bytes
            file.write(b"%PDF-1.7 " + name)
    done = command("load", str(scans), "--jobs", "0", "--json")
    assert json.loads(done.stdout) | {"cpu_seconds": 0} == {"done": 2, "quarantined": 3, "pages": 3, "cpu_seconds": 0}
    for table in (("failures",), ("quarantine", "list")):
        shown = command(*table).stdout
        assert r"dòng\nmới\u202efdp [nháp].pdf" in shown
        assert r"k\xff.pdf" in shown
        assert "\u202e" not in shown
        assert {case["uri"].rpartition("/")[2] for case in json.loads(command(*table, "--json").stdout)} > {"k%FF.pdf"}


def test_status_counts_files_by_what_became_of_them(command, scans):
    (scans / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    (scans / "z.txt").write_bytes((scans / f"{NAMES[0]}.txt").read_bytes())
    command("load", str(scans), "--jobs", "0")
    facts = json.loads(command("status", "--json").stdout)
    assert facts["files"] == {"done": 2, "duplicate": 1, "quarantined": 1}
    assert facts["codes"] == {"broken_file": 1}
    assert (facts["documents"], len(facts["runs"]), len(facts["slowest"])) == (2, 1, 3)
    shown = command("status").stdout
    assert "broken_file" in shown
    assert "2 done" in shown


@pytest.mark.parametrize("arguments", [("status",), ("failures",), ("quarantine", "list"), ("retry",)])
def test_where_nothing_was_ever_loaded_is_said(command, arguments):
    done = command(*arguments)
    assert (done.returncode, done.stderr.split(":")[0]) == (9, "archive_missing")


def test_an_archive_of_a_newer_version_is_left_alone(command, scans, tmp_path):
    import sqlite3

    command("load", str(scans), "--jobs", "0")
    with sqlite3.connect(tmp_path / "archive.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    done = command("load", str(scans), "--jobs", "0")
    assert (done.returncode, done.stderr.split(":")[0]) == (9, "archive_newer")


def test_a_password_in_the_url_is_never_shown(command):
    done = command("status", "--archive", "postgresql+psycopg://vanthu:s3cret@127.0.0.1:1/none")
    assert done.returncode == 9
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.slow
def test_ctrl_c_finishes_what_is_in_flight_and_the_next_run_goes_on(command, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for index in range(60):
        text = plans.load(NAMES[0]).text.replace("Số: ", f"Số: {index}", 1) + f"\n{index}\n"
        (folder / f"{index:02d}.txt").write_text(text, encoding="utf-8")
    running = command.popen("load", str(folder), "--jobs", "1", "--json")
    database = tmp_path / "archive.db"
    while not database.exists() or json.loads(command("status", "--json").stdout or "{}").get("documents", 0) < 2:
        assert running.poll() is None
        time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    first = json.loads(out)
    assert running.returncode == 130
    assert 0 < first["done"] < 60
    assert json.loads(command("load", str(folder), "--jobs", "2", "--json").stdout)["done"] == 60 - first["done"]


@pytest.mark.slow
def test_watch_loads_what_arrives_until_it_is_stopped(command, tmp_path):
    folder = tmp_path / "arriving"
    folder.mkdir()
    running = command.popen("watch", str(folder), "--jobs", "0", "--settle", "0.2", "--interval", "0.1")
    for name in NAMES:
        (folder / f"{name}.txt").write_text(plans.load(name).text, encoding="utf-8")
    while json.loads(command("status", "--json").stdout or "{}").get("documents", 0) < len(NAMES):
        assert running.poll() is None
        time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, "2 done" in out) == (0, True), err


def test_watch_refuses_a_folder_that_holds_its_own_archive(command, tmp_path):
    done = command("watch", str(tmp_path), "--jobs", "0")
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "bad_option")

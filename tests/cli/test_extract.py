"""`newsgraph extract`: JSON Lines without any database."""

import json

from tests.cli.conftest import LISTED, RIVALS, Shell


def test_each_article_is_a_line_whose_offsets_give_the_sentence(shell: Shell) -> None:
    text = "First line of no interest.\r\n\r\n" + LISTED
    (shell.folder / "a.txt").write_bytes(text.encode())
    (shell.folder / "b.jsonl").write_text(json.dumps({"id": "b-1", "text": RIVALS}) + "\n")
    done = shell.program("extract", "a.txt", "b.jsonl")
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    claim = first["claims"][0]
    assert (first["id"], claim["type"], claim["subject"], claim["object"]) == ("a", "SANCTIONS", "Bureau of Industry and Security", "ZTE")
    dated = {"event_date", "event_date_precision"}
    assert set(claim) == {"type", "subject", "object", "status", "attrs", "sentence", "start", "end", "confidence", "pattern"} | dated
    assert (claim["status"], claim["attrs"]["measure"]) == ("in_force", "entity_listing")
    assert text[claim["start"] : claim["end"]] == claim["sentence"]
    assert second["id"] == "b-1"
    assert {second["claims"][0]["subject"], second["claims"][0]["object"]} == {"AMD", "Nvidia"}
    assert "text" not in first


def test_a_claim_tells_when_what_it_states_happened(shell: Shell) -> None:
    lines = [{"id": "a", "text": "Microsoft acquired Nvidia in May 2019."}, {"id": "b", "text": "Microsoft acquired Nvidia."}]
    (shell.folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    dates = [json.loads(line)["claims"][0] for line in shell("extract", "a.jsonl").stdout.splitlines()]
    assert [(c["event_date"], c["event_date_precision"]) for c in dates] == [("2019-05-01", "month"), (None, None)]


def test_html_gives_out_the_text_that_offsets_count_in(shell: Shell) -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in [RIVALS, LISTED, "A last paragraph closes the story, as stories do."])
    (shell.folder / "page.html").write_text(f"<html><head><title>Chips</title></head><body><article>{body}</article></body></html>")
    done = shell("extract", "page.html", "--out", "claims.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    line = json.loads((shell.folder / "claims.jsonl").read_text())
    assert len(line["claims"]) == 2
    assert all(line["text"][claim["start"] : claim["end"]] == claim["sentence"] for claim in line["claims"])


def test_nothing_readable_fails_and_names_the_file(shell: Shell) -> None:
    (shell.folder / "empty.txt").write_text("")
    done = shell("extract", "empty.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "empty.txt" in done.stderr

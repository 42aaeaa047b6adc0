"""How a deal stands: over before it began, done long ago, or still to come."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def statuses(read: Read, text: str) -> set[str | None]:
    """Of every claim of the pair: a purchase is an acquisition and an investment."""
    return {c.status for c in read(text).claims if (c.subject.name, c.object.name) == ("Uber", "Rivian")}


@pytest.mark.parametrize(
    "text",
    [
        "Uber, which tried unsuccessfully to acquire Rivian for $2 billion, fell.",
        "Uber failed to acquire Rivian last year.",
        "Uber failed in its bid for Rivian.",
        "Uber's takeover bid for Rivian failed.",
        "Uber's bid for Rivian was rebuffed by the board.",
        "Uber's offer for Rivian was turned down.",
        "Rivian rejected Uber's $2 billion bid.",
        "Rivian spurned a takeover offer from Uber.",
        "Uber offered $2 billion for Rivian, but the offer was rejected.",
        "Uber walked away from its bid for Rivian.",
        "Uber called off its acquisition of Rivian.",
        "Uber gave up on buying Rivian.",
        "Uber's acquisition of Rivian fell apart.",
        "Uber's $2 billion acquisition of Rivian fell through last year.",
        "Uber had been in talks to buy Rivian, but the talks collapsed.",
        "Regulators blocked Uber's takeover of Rivian.",
        "Uber was blocked from buying Rivian.",
        "Uber's thwarted takeover of Rivian cost it a year.",
        "Uber's unsuccessful bid for Rivian cost it a year.",
        "Uber's offer for Rivian lapsed.",
    ],
)
def test_a_deal_that_came_to_nothing_is_withdrawn(read: Read, text: str) -> None:
    assert statuses(read, text) == {"withdrawn"}


@pytest.mark.parametrize(
    "text",
    [
        "Uber bought Rivian in 2017.",
        "Uber plans to close the factory of Rivian, which it acquired in 2014.",
        "Uber spent $13.7 billion to acquire Rivian in 2017 and is leasing a tower.",
        "Uber paid $13.7 billion to buy Rivian in 2017.",
        "The service will be integrated into the app and is based on Uber's acquisition of Rivian last year.",
        "The service will rely on the technology of Uber's 2014 acquisition of Rivian.",
        "Microsoft gave up on the deal, and Uber opted to buy Rivian instead.",
        "Uber gave up on the deal and opted to buy Rivian instead.",
        "Rivian might go public after being acquired by Uber in 2017.",
    ],
)
def test_a_deal_of_the_past_is_done_whatever_is_planned_around_it(read: Read, text: str) -> None:
    assert statuses(read, text) == {"done"}


@pytest.mark.parametrize(
    "text",
    [
        "Uber announced plans to acquire Rivian for $2.1 billion in November 2019.",
        "Uber's bid for Rivian may be rejected.",
        "Uber said its bid for Rivian will not fail.",
        "Uber's acquisition of Rivian won approval in China.",
        "Uber's purchase of Rivian faces a review.",
        "Uber's takeover of Rivian has yet to win approval.",
        "The FTC sued to block Uber's takeover of Rivian.",
        "Japan is investigating Uber's takeover of Rivian.",
        "China held up Uber's takeover of Rivian.",
        "Uber plans to spend $2 billion to acquire Rivian.",
        "The service will rely on the technology of Uber's acquisition of Rivian next year.",
    ],
)
def test_what_may_still_come_to_pass_is_planned(read: Read, text: str) -> None:
    assert statuses(read, text) == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "Neither SoftBank nor Tencent has invested in Uber.",
        "Neither SoftBank nor Tencent acquired Uber.",
        "SoftBank has ruled out investing in Uber.",
        "SoftBank ruled out a bid for Uber.",
        "Tencent held off on buying Uber.",
        "Washington has so far refrained from sanctioning Huawei.",
        "Huawei is not under U.S. sanctions.",
        "Huawei is no longer under U.S. sanctions.",
        "An earlier version of this article said that Uber had bought Rivian.",
        "A tweet that said Uber had bought Rivian was false.",
        "A hoax said Uber had acquired Rivian.",
        "Uber denied a story in the paper that it had bought Rivian.",
        "Rumours that Uber would buy Rivian were wide of the mark.",
        "Uber ought to acquire Rivian, say analysts.",
        "Uber stopped competing with Grab.",
        "Competition between Uber and Grab has ended.",
        "Uber does not regard Grab as a rival.",
        "Uber did not see Grab as a competitor.",
        "Uber and Grab are partners rather than competitors.",
        "Uber and Grab are partners, not competitors.",
        "Uber is too small to compete with Grab.",
    ],
)
def test_what_is_said_not_to_be_is_no_claim(read: Read, text: str) -> None:
    assert not read(text).claims


@pytest.mark.parametrize(
    "text",
    [
        "Huawei is under U.S. sanctions.",
        "Huawei has been under U.S. sanctions since 2019.",
        "Huawei, under U.S. sanctions, has not bought Uber.",
    ],
)
def test_who_is_under_sanctions_is_sanctioned(read: Read, text: str) -> None:
    assert {(c.type, c.object.name, c.status) for c in read(text).claims} == {("SANCTIONS", "Huawei", "in_force")}


def test_what_is_thought_of_a_deal_does_not_undo_it(read: Read) -> None:
    assert statuses(read, "Uber's purchase of Rivian is considered a mistake.") == {"done"}
    assert statuses(read, "Uber is in talks to buy Rivian; both declined to comment.") == {"rumoured"}

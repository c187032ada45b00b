"""Our batches give the vectors that FlagEmbedding's own `encode` gives, for both kinds of model."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpu_consumers.memory import Budget
from streams.settings import Settings

pytestmark = pytest.mark.models
TEXTS = [
    "Un texte.",
    "Another text, quite a bit longer than the others are.",
    "Trois mots ici.",
] * 3


@pytest.fixture(scope="module")
def bge_m3(tmp_path_factory: pytest.TempPathFactory, local: Settings, models: None) -> Path:
    """A random model of half a megabyte beside its words, in BGE-M3's layout."""
    import torch
    from transformers import AutoTokenizer, XLMRobertaConfig, XLMRobertaModel

    folder = tmp_path_factory.mktemp("models") / "tiny-bge-m3"
    words = AutoTokenizer.from_pretrained(local.models_dir / "multilingual-e5-small")
    torch.manual_seed(0)
    config = XLMRobertaConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=520, pad_token_id=words.pad_token_id,
    )  # fmt: skip
    model: Any = XLMRobertaModel
    model(config).save_pretrained(folder)
    words.save_pretrained(folder)
    torch.save(torch.nn.Linear(16, 16).state_dict(), folder / "colbert_linear.pt")
    torch.save(torch.nn.Linear(16, 1).state_dict(), folder / "sparse_linear.pt")
    return folder


def encoded(embedder: Any, texts: list[str]) -> Any:
    found = embedder._model.encode(texts, batch_size=2)
    vectors = found["dense_vecs"] if isinstance(found, dict) else found
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_bge_m3s_dense_head(local: Settings, bge_m3: Path) -> None:
    from gpu_consumers.embed.model import Embedder

    chosen = local.model_copy(update={"text_embedding_model": str(bge_m3)})
    embedder = Embedder(chosen, Budget(chosen))
    assert (embedder.name, embedder.dimension) == ("tiny-bge-m3", 16)
    np.testing.assert_allclose(embedder.embed(TEXTS), encoded(embedder, TEXTS), atol=1e-5)


def test_bge_m3_in_half_precision_says_nearly_the_same(local: Settings, bge_m3: Path) -> None:
    from gpu_consumers.embed.model import Embedder

    whole = local.model_copy(update={"text_embedding_model": str(bge_m3)})
    chosen = whole.model_copy(update={"text_embedding_fp16": True})
    half = Embedder(chosen, Budget(chosen))
    assert half._model.model.model.dtype.itemsize == 2
    found, expected = half.embed(TEXTS), Embedder(whole, Budget(whole)).embed(TEXTS)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(found, expected, atol=5e-3)


def test_the_packaged_model(local: Settings, models: None) -> None:
    from gpu_consumers.embed.model import Embedder

    embedder = Embedder(local, Budget(local))
    prefixed = [f"query: {text}" for text in TEXTS]
    np.testing.assert_allclose(embedder.embed(TEXTS), encoded(embedder, prefixed), atol=1e-5)

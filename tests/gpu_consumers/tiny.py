"""Random models of a few megabytes, in the layouts in which production's models are given away."""

import json
from pathlib import Path
from typing import Any

import numpy as np

END = 50257
LANGUAGES_END = 50358
"""Where large-v3's vocabulary has a language more than those before it, and all after it follow."""


def whisper_large_v3(folder: Path, like: Path) -> Path:
    """As `Systran/faster-whisper-large-v3`: 128 mel bands and 51,866 tokens; words of `like`."""
    import torch
    from ctranslate2.converters.transformers import WhisperLoader
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    tokens = json.loads((like / "vocabulary.json").read_text())
    tokens.insert(LANGUAGES_END, "<|yue|>")
    torch.manual_seed(0)
    config = WhisperConfig(
        vocab_size=len(tokens), num_mel_bins=128, d_model=32, encoder_layers=1, decoder_layers=2,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=64,
        decoder_ffn_dim=64,
    )  # fmt: skip
    make: Any = WhisperForConditionalGeneration
    spec = WhisperLoader().get_model_spec(make(config).eval())
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = [-1]
    spec.config.suppress_ids_begin = [220, END]
    spec.config.lang_ids = list(range(50259, LANGUAGES_END + 1))
    spec.config.alignment_heads = [[1, 0], [1, 1]]
    spec.validate()
    spec.optimize(quantization="float16")
    folder.mkdir(parents=True)
    spec.save(str(folder))
    (folder / "tokenizer.json").write_text(json.dumps(_with_cantonese(like)))
    features = {"feature_size": 128, "sampling_rate": 16000, "hop_length": 160, "n_fft": 400,
                "chunk_length": 30, "padding_side": "right"}  # fmt: skip
    (folder / "preprocessor_config.json").write_text(json.dumps(features))
    return folder


def _with_cantonese(like: Path) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((like / "tokenizer.json").read_text())
    added = words["added_tokens"]
    for token in added:
        token["id"] += token["id"] >= LANGUAGES_END
    place = next(i for i, token in enumerate(added) if token["id"] > LANGUAGES_END)
    added.insert(place, {**added[place - 1], "id": LANGUAGES_END, "content": "<|yue|>"})
    return words


def wespeaker(folder: Path) -> Path:
    """As `pyannote/wespeaker-voxceleb-resnet34-LM`: 256 numbers."""
    from pyannote.audio.models.embedding import WeSpeakerResNet34

    return _saved(WeSpeakerResNet34(), folder)


def xvector(folder: Path) -> Path:
    """As `pyannote/embedding`: 512 numbers."""
    from pyannote.audio.models.embedding import XVectorSincNet

    return _saved(XVectorSincNet(), folder)


def _saved(model: Any, folder: Path) -> Path:
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications

    model.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=10.0
    )
    checkpoint = {
        "state_dict": model.state_dict(),
        "hyper_parameters": dict(model.hparams),
        "pytorch-lightning_version": "2.0.0",
    }
    model.on_save_checkpoint(checkpoint)
    folder.mkdir(parents=True)
    torch.save(checkpoint, folder / "pytorch_model.bin")
    return folder


PIPELINE = """
dependencies:
  pyannote.audio: 4.0.0

pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    segmentation: $model/segmentation
    segmentation_batch_size: 32
    embedding: $model/embedding
    embedding_batch_size: 32
    embedding_exclude_overlap: true
    plda: $model/plda

params:
  clustering:
    threshold: 0.6
    Fa: 0.07
    Fb: 0.8
  segmentation:
    min_duration_off: 0.0
"""


def community(folder: Path, segmentation: Path) -> Path:
    """As `pyannote/speaker-diarization-community-1`, with a segmentation model that was trained."""
    pipeline(folder, segmentation)
    wespeaker(folder / "embedding")
    plda(folder / "plda", 256)
    return folder


def pipeline(folder: Path, segmentation: Path) -> None:
    """What names the parts, and the segmentation model."""
    (folder / "segmentation").mkdir(parents=True)
    (folder / "segmentation" / "pytorch_model.bin").symlink_to(segmentation / "pytorch_model.bin")
    (folder / "config.yaml").write_text(PIPELINE)


def plda(folder: Path, numbers: int) -> None:
    """A PLDA of 128 dimensions for vectors of so many numbers."""
    folder.mkdir()
    lda, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((numbers, 128)))
    np.savez(folder / "xvec_transform.npz", mean1=np.zeros(numbers), mean2=np.zeros(128), lda=lda)
    np.savez(
        folder / "plda.npz",
        mu=np.zeros(128), tr=np.eye(128), psi=np.linspace(3.0, 0.1, 128),
    )  # fmt: skip

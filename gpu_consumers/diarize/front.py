"""The first layer of pyannote's segmentation model, once for windows that overlap.

PyanNet begins with SincNet (arXiv:1808.00158): each window is normalised and passes 80 filters, and
of each three outputs the greatest without its sign is kept. That takes two fifths of the model's
time on a processor, and windows a second apart share nine tenths of their samples. Each has another
mean and deviation, but normalising is linear, as filters are: where a window's normalised samples
are g x + d, its outputs are g f(x) + d f(1), and the greatest of three without its sign is at their
greatest or at their least. So f(x), its greatest and its least are taken over the sound of a batch
of windows, and a sum for each window is left.
"""

import torch
from pyannote.audio.models.blocks.sincnet import SincNet
from pyannote.audio.models.segmentation import PyanNet
from torch import Tensor, nn
from torch.nn import functional

POOL = 3


class Rest(nn.Module):
    """What SincNet does after its first layer; in its place in the model."""

    def __init__(self, sincnet: SincNet) -> None:
        super().__init__()
        self.whole = sincnet

    def forward(self, features: Tensor) -> Tensor:
        """Of (windows, filters, frames), as `Front.of` gives them."""
        layers = zip(self.whole.conv1d, self.whole.pool1d, self.whole.norm1d, strict=True)
        _, _, norm = next(layers)
        outputs = functional.leaky_relu(norm(features))
        for conv, pool, norm in layers:
            outputs = functional.leaky_relu(norm(pool(conv(outputs))))
        return outputs


class Front:
    """The first layer, for windows of so many samples that lie a step of so many apart."""

    def __init__(self, model: PyanNet, window: int, step: int) -> None:
        """Takes the layer out of the model, which takes what `of` gives from now on."""
        self._sincnet = model.sincnet
        self._window, self._step = window, step
        model.sincnet = Rest(model.sincnet)

    @staticmethod
    def fits(model: nn.Module, step: int) -> bool:
        """Whether the model begins so, and windows begin where the filters are applied."""
        return isinstance(model, PyanNet) and step % model.sincnet.stride == 0

    def of(self, sound: Tensor) -> Tensor:
        """(windows, filters, frames) of the (samples,) from the first window to the last's end."""
        with torch.inference_mode():
            conv, norm = self._sincnet.conv1d[0], self._sincnet.wav_norm1d
            sound = sound - sound.mean()  # the windows' means differ little then: fewer digits lost
            windows = sound.unfold(0, self._window, self._step)
            variance, mean = torch.var_mean(windows, dim=1, correction=0)
            gains = norm.weight * torch.rsqrt(variance + norm.eps)
            shifts = norm.bias - gains * mean
            of_one = conv.filterbank.filters().sum(dim=(1, 2))
            extremes = _extremes(conv(sound[None, None])[0])
            frames = ((self._window - conv.filterbank.kernel_size) // conv.stride + 1) // POOL
            found = sound.new_empty(len(windows), len(of_one), frames)
            for number, gain in enumerate(gains.tolist()):
                phase, first = _place(number * self._step // conv.stride)
                added = (shifts[number] * of_one)[:, None]
                ends = [
                    torch.add(added, part[phase][:, first : first + frames], alpha=gain).abs_()
                    for part in extremes
                ]
                torch.maximum(*ends, out=found[number])
            return found


def _place(output: int) -> tuple[int, int]:
    """In which of the three rows of `_extremes` an output's three begin, and where."""
    return output % POOL, output // POOL


def _extremes(outputs: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """Of each three neighbours of (filters, outputs) the least and the greatest.

    In three rows each, whose threes begin at the first, second and third output.
    """
    a, b, c = outputs[:, :-2], outputs[:, 1:-1], outputs[:, 2:]
    least = torch.minimum(torch.minimum(a, b), c)
    greatest = torch.maximum(torch.maximum(a, b), c)
    return _rows(least), _rows(greatest)


def _rows(outputs: Tensor) -> list[Tensor]:
    return [outputs[:, first::POOL].contiguous() for first in range(POOL)]

"""How weights move: Muon for the matrices of the blocks, AdamW for everything else."""

from collections import defaultdict

import torch
from torch import Tensor, nn
from torch.optim import AdamW, Optimizer


class Muon(Optimizer):
    """Momentum whose every step is made orthogonal: all directions of a matrix learn equally fast.

    Source: Jordan, Muon, 2024 (Newton-Schulz iteration with the coefficients given there). torch's
    own `Muon` computes in bfloat16, which is several hundred times slower on processors without it,
    and takes one matrix at a time, which leaves a GPU idle; here all of one shape go together.
    """

    def __init__(self, params: list[nn.Parameter], lr: float, momentum: float = 0.95):
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": 0.02})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """Move each matrix against the orthogonalised momentum of its gradient (Nesterov's)."""
        for group in self.param_groups:
            by_shape = defaultdict(list)
            for weight in group["params"]:
                ahead = self._ahead(weight, group["momentum"])
                weight.mul_(1 - group["decay"] * group["lr"])
                for part, towards in zip(parts(weight), parts(ahead), strict=True):
                    by_shape[part.shape].append((part, towards))
            for (rows, columns), pairs in by_shape.items():
                # what widens moves further
                rate = group["lr"] * max(1, columns / rows) ** 0.5
                steps = orthogonal(torch.stack([towards for _, towards in pairs]))
                for (part, _), step in zip(pairs, steps, strict=True):
                    part.sub_(step, alpha=rate)

    def _ahead(self, weight: nn.Parameter, momentum: float) -> Tensor:
        """The gradient mixed with the memory of earlier ones."""
        gradient = weight.grad
        assert gradient is not None
        memory = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
        memory.lerp_(gradient, 1 - momentum)
        return gradient.lerp(memory, momentum)


def parts(matrix: Tensor) -> list[Tensor]:
    """A matrix (inputs, outputs) as GPT-2 stores it; queries, keys and values each by itself."""
    rows, columns = matrix.shape
    return list(matrix.chunk(3, dim=1)) if columns == 3 * rows else [matrix]


def orthogonal(matrices: Tensor, steps: int = 5) -> Tensor:
    """The nearest matrices with orthogonal rows or columns, roughly: U V' of each U S V'."""
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = (matrices.mT if tall else matrices) / (matrices.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    if matrices.is_cuda:
        x = x.bfloat16()
    for _ in range(steps):
        square = x @ x.mT
        x = 3.4445 * x + (2.0315 * square @ square - 4.7750 * square) @ x
    result: Tensor = (x.mT if tall else x).to(matrices.dtype)
    return result


def optimizers(model: nn.Module, muon_lr: float, adam_lr: float) -> list[Optimizer]:
    """Muon over the blocks' matrices; AdamW over embeddings, biases and normalisations."""
    matrices = [w for name, w in model.named_parameters() if ".h." in name and w.ndim == 2]
    chosen = {id(w) for w in matrices}
    rest = [w for w in model.parameters() if id(w) not in chosen]
    adam = AdamW(rest, lr=adam_lr, betas=(0.9, 0.95), weight_decay=0.01, fused=True)
    found = [Muon(matrices, muon_lr), adam]
    for optimizer in found:
        for group in optimizer.param_groups:
            group["peak"] = group["lr"]
    return found


def set_rates(optimizers: list[Optimizer], step: int, progress: float, decay_from: float) -> float:
    """Warm up for 100 steps; from `decay_from` on (0 to 1) fall to zero in a straight line.

    Returns the share of the peak rate that is in force.
    """
    share = min(1.0, (step + 1) / 100, (1 - progress) / (1 - decay_from))
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = share * group["peak"]
    return share

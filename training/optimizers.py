"""How weights move: Muon for the matrices of the blocks, AdamW for everything else."""

import torch
from torch import Tensor, nn
from torch.optim import AdamW, Optimizer


class Muon(Optimizer):
    """Momentum whose every step is made orthogonal: all directions of a matrix learn equally fast.

    Source: Jordan, Muon, 2024 (Newton-Schulz iteration with the coefficients given there). torch's
    own `Muon` computes in bfloat16, which is several hundred times slower on processors without it.
    """

    def __init__(self, params: list[nn.Parameter], lr: float, momentum: float = 0.95):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """Move each matrix against the orthogonalised momentum of its gradient (Nesterov's)."""
        for group in self.param_groups:
            for weight in group["params"]:
                memory = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
                memory.lerp_(weight.grad, 1 - group["momentum"])
                ahead = weight.grad.lerp(memory, group["momentum"])
                weight.mul_(1 - 0.01 * group["lr"])
                weight.add_(orthogonal_parts(ahead), alpha=-group["lr"])


def orthogonal_parts(gradient: Tensor) -> Tensor:
    """The gradient with its singular values near 1; queries, keys and values each by itself.

    The weights are (inputs, outputs), as GPT-2 stores them; what widens moves further, as
    sqrt(outputs / inputs).
    """
    rows, columns = gradient.shape
    if columns == 3 * rows:
        return torch.cat([orthogonal(part) for part in gradient.chunk(3, dim=1)], dim=1)
    scale: float = max(1, columns / rows) ** 0.5
    return orthogonal(gradient) * scale


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """The nearest matrix with orthogonal rows or columns, roughly: U V' of its U S V'."""
    tall = matrix.shape[0] > matrix.shape[1]
    x = (matrix.T if tall else matrix) / (matrix.norm() + 1e-7)
    if matrix.is_cuda:
        x = x.bfloat16()
    for _ in range(steps):
        square = x @ x.T
        x = 3.4445 * x + (2.0315 * square @ square - 4.7750 * square) @ x
    result: Tensor = (x.T if tall else x).to(matrix.dtype)
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


def set_rates(optimizers: list[Optimizer], step: int, progress: float) -> float:
    """Warm up for 100 steps; the full rate to 30 % of the training, then half, falling to zero.

    Returns the share of the peak rate that is in force. The full rate moves fast but shakes too
    much for batches this small: the held-out loss stood still until the rate was halved.
    """
    warm = min(1.0, (step + 1) / 100)
    share = warm if progress < 0.3 else 0.5 * (1 - progress) / 0.7
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = share * group["peak"]
    return share

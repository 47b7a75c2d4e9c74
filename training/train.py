"""The training loop: windows in, gradients, steps; it can stop and go on exactly where it was."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import GPT2Config, GPT2LMHeadModel

from training.corpus import Mixture
from training.losses import Sampler, full_loss, sampled_loss
from training.optimizers import optimizers, set_rates

# where in the training the history (lesson 10) is taken, as a share of the whole
SNAPSHOTS = (0.0, 0.01, 0.03, 0.08, 0.2, 0.45, 0.75, 1.0)


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out, but for the machine's own rounding."""

    layers: int
    heads: int
    width: int
    windows: int  # windows of `context` tokens in one step
    part: int  # windows that go through the model at once
    context: int = 512
    muon_lr: float = 0.02
    adam_lr: float = 3e-3
    decay_from: float = 0.0  # the share of the run from which the rates fall to zero
    dropout: float = 0.0
    sampled: int = 0  # this many logits are computed for a token until `whole_from`; 0: all
    whole_from: float = 0.0  # the share of the run from which the loss runs over the vocabulary
    halves_until: float = 0.0  # until then each window is read as two halves, which is faster
    seed: int = 0
    minutes: float = 0.0  # stop after so long ...
    steps: int = 0  # ... or after so many steps

    def model(self, vocabulary: int) -> GPT2LMHeadModel:
        """A GPT-2 with random weights; what each block adds starts at zero."""
        config = GPT2Config(
            vocab_size=vocabulary,
            n_embd=self.width,
            n_layer=self.layers,
            n_head=self.heads,
            n_positions=self.context,
            resid_pdrop=self.dropout,
            embd_pdrop=self.dropout,
            attn_pdrop=0.0,
            activation_function="gelu_pytorch_tanh",
            bos_token_id=0,
            eos_token_id=0,
        )
        torch.manual_seed(self.seed)
        model = GPT2LMHeadModel(config)
        for block in model.transformer.h:
            nn.init.zeros_(block.attn.c_proj.weight)
            nn.init.zeros_(block.mlp.c_proj.weight)
        return model


# The first gave the shipped model. The figures of the second were found by measuring: logits are
# more than half of a small model's work.
ON_A_GPU = Recipe(
    layers=8,
    heads=6,
    width=384,
    windows=128,
    part=128,
    decay_from=0.3,
    dropout=0.1,
    steps=15_500,
)
ON_TWO_CORES = Recipe(
    layers=4,
    heads=4,
    width=256,
    windows=12,
    part=2,
    muon_lr=8e-3,
    adam_lr=1.2e-3,
    sampled=3072,
    whole_from=0.95,
    halves_until=0.5,
    minutes=105,
)


@dataclass
class Progress:
    """How far a run has come; written into each checkpoint."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    curve: list[dict[str, float]] = field(default_factory=list)

    def share(self, recipe: Recipe) -> float:
        """How much of the run is done, from 0 to 1."""
        if recipe.steps:
            return min(1.0, self.step / recipe.steps)
        return min(1.0, self.seconds / (60 * recipe.minutes))


class Run:
    """One training run, in a folder of its own."""

    def __init__(
        self, recipe: Recipe, data: Path, out: Path, vocabulary: int, compiled: bool = True
    ):
        self.recipe, self.out, self.progress = recipe, out, Progress()
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = recipe.model(vocabulary).to(self.device)
        self.optimizers = optimizers(self.model, recipe.muon_lr, recipe.adam_lr)
        self.generator = torch.Generator().manual_seed(recipe.seed)
        self.mixture = Mixture.open(data, recipe.context)
        self.valid = np.load(data / "valid.npy")
        self.sampler = Sampler(self.mixture.counts(vocabulary), recipe.sampled)
        self.losses: dict[str, Callable[..., Tensor]] = {
            "full": torch.compile(full_loss, dynamic=False, disable=not compiled),
            "sampled": torch.compile(sampled_loss, dynamic=False, disable=not compiled),
        }
        self.out.mkdir(parents=True, exist_ok=True)
        if (self.out / "checkpoint.pt").exists():
            self.resume()

    def train(self) -> None:
        """Go on until the recipe's time or steps are used up."""
        last_save = time.monotonic()
        self.snapshots()
        for places in self.places():
            began = time.monotonic()
            loss = self.step(places)
            self.progress.seconds += time.monotonic() - began
            self.snapshots()
            done = self.progress.share(self.recipe) >= 1
            if self.progress.step % 100 == 0 or done:
                self.report(loss.item())
            if time.monotonic() - last_save > 300 or done:
                self.save()
                last_save = time.monotonic()
            if done:
                return

    def places(self) -> Iterator[list[tuple[str, int]]]:
        """Where the windows of each step are, from the step that comes next."""
        size, step, epoch = self.recipe.windows, self.progress.step, 0
        while True:
            order = self.mixture.order(self.recipe.seed + epoch)
            steps = len(order) // size
            for i in range(step, steps):
                yield order[i * size : (i + 1) * size]
            step, epoch = max(0, step - steps), epoch + 1

    def step(self, places: list[tuple[str, int]]) -> Tensor:
        """One step on these windows; returns the mean loss in nats a token.

        A tensor: its number is read only where it is reported, so that a GPU never waits for us.
        """
        share = self.progress.share(self.recipe)
        set_rates(self.optimizers, self.progress.step, share, self.recipe.decay_from)
        loss_of = self.loss_of(share)
        windows = torch.from_numpy(self.mixture.batch(places)).to(self.device)
        parts = torch.split(windows, self.recipe.part)
        total = torch.zeros((), device=self.device)
        for part in parts:
            loss = loss_of(*self.cut(part, share)) / len(parts)
            loss.backward()  # type: ignore[no-untyped-call]
            total += loss.detach()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.progress.step += 1
        self.progress.tokens += windows[:, 1:].numel()
        return total

    def loss_of(self, share: float) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
        """The loss of this step: over a part of the vocabulary, or the whole."""
        recipe, device = self.recipe, self.device
        sampled = recipe.sampled and share < recipe.whole_from
        more = [x.to(device) for x in self.sampler.draw(self.generator)] if sampled else []
        compiled = self.losses["sampled" if sampled else "full"]

        def loss(ids: Tensor, positions: Tensor, targets: Tensor) -> Tensor:
            with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
                return compiled(self.model, ids, positions, targets, *more)

        return loss

    def cut(self, windows: Tensor, share: float) -> tuple[Tensor, Tensor, Tensor]:
        """Ids, positions and targets of windows (B, T + 1); early on, as halves (2 B, T / 2).

        The second half keeps its positions, so that all positions are learned from the start.
        """
        length = self.recipe.context // (2 if share < self.recipe.halves_until else 1)
        positions = torch.arange(self.recipe.context, device=self.device).expand(len(windows), -1)
        ids, targets = windows[:, :-1], windows[:, 1:]
        ids, positions, targets = (x.reshape(-1, length) for x in (ids, positions, targets))
        return ids, positions, targets

    @torch.no_grad()
    def validation_loss(self, windows: int = 16) -> float:
        """Mean loss in nats a token over some windows spread through the held-out text."""
        self.model.eval()
        context = self.recipe.context
        starts = np.linspace(0, len(self.valid) - context - 1, windows).astype(int)
        rows = np.stack([self.valid[s : s + context + 1] for s in starts]).astype(np.int64)
        parts = torch.split(torch.from_numpy(rows).to(self.device), self.recipe.part)
        losses = [full_loss(self.model, *self.cut(part, 1.0)).item() for part in parts]
        self.model.train()
        return float(np.mean(losses))

    def report(self, loss: float) -> None:
        """Add a point to the loss curve, and print it."""
        p = self.progress
        point = {"step": p.step, "tokens": p.tokens, "seconds": round(p.seconds), "loss": loss}
        p.curve.append({**point, "valid": self.validation_loss()})
        print(f"{p.share(self.recipe):.3f} {json.dumps(p.curve[-1])}", flush=True)

    def snapshots(self) -> None:
        """Keep the model as it is now, if a point of the history has been reached."""
        share = self.progress.share(self.recipe)
        for i, point in enumerate(SNAPSHOTS):
            folder = self.out / f"snapshot-{i}"
            if share >= point and not folder.exists():
                self.model.save_pretrained(folder)
                note = {"share": share, "step": self.progress.step, "tokens": self.progress.tokens}
                (folder / "progress.json").write_text(json.dumps(note))

    def save(self) -> None:
        """Write all that is needed to go on exactly where the run is."""
        state: dict[str, Any] = {
            "model": self.model.state_dict(),
            "optimizers": [o.state_dict() for o in self.optimizers],
            "generator": self.generator.get_state(),
            "torch": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all(),  # empty without a GPU
            "progress": asdict(self.progress),
        }
        torch.save(state, self.out / "new.pt")
        (self.out / "new.pt").replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Take up what `save` wrote."""
        state = torch.load(self.out / "checkpoint.pt", weights_only=True)
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.generator.set_state(state["generator"])
        torch.set_rng_state(state["torch"])
        torch.cuda.set_rng_state_all(state["cuda"])
        self.progress = Progress(**state["progress"])

"""A JupyterLab of its own and a reader in Chromium who opens notebooks in it."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Locator, sync_playwright

from tests.running import OFFLINE, ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHOTS = ROOT / "build/screenshots"  # to look at: no test sees what is ugly
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
FLAGS += ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # 3-D pictures, without a GPU
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    # every cell is in the page, also one that is out of sight
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
BUSY = "[anywidget] Failed to initialize model."  # not so: see gpt_viz/page/kit/hearing.js
WRONG = ", ".join(
    f".jp-OutputArea {mark}"
    for mark in (
        '[data-mime-type="application/vnd.jupyter.stderr"]',
        '[data-mime-type="application/vnd.jupyter.error"]',
        ".jupyter-widgets-error-widget",
        "[role=alert]",
    )
)
IDLE = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
    const waiting = [...document.querySelectorAll('.jp-InputPrompt')]
        .some(prompt => prompt.textContent.includes('*'));
    return session?.kernel?.status === 'idle' && !waiting;
}"""


@contextmanager
def jupyterlab(notebooks: Path, scratch: Path) -> Iterator[str]:
    """Serve a folder of notebooks, without a network; gives an address with `{}` for the name."""
    overrides = scratch / "config/labconfig/default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex()
    options = [
        *("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        *("--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"),
        *(f"--ServerApp.root_dir={notebooks}", "--LabApp.expose_app_in_browser=True"),
    ]
    own = ("config", "data", "runtime")
    folders = {f"JUPYTER_{name.upper()}_DIR": str(scratch / name) for name in own}
    folders |= {
        f"JUPYTERLAB_{name}_DIR": str(scratch / name) for name in ("SETTINGS", "WORKSPACES")
    }
    folders |= {"IPYTHONDIR": str(scratch / "ipython")}
    folders |= {"PYTHONPATH": f"{OFFLINE}{os.pathsep}{ROOT}"}
    with (scratch / "lab.log").open("w") as log:
        command = [sys.executable, "-m", "jupyterlab", *options]
        server = subprocess.Popen(command, env=os.environ | folders, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api?token={token}", server, scratch / "lab.log")
            yield f"{address}/lab/tree/{{}}?reset&token={token}"
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str, server: subprocess.Popen, log: Path, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@contextmanager
def chromium() -> Iterator[BrowserContext]:
    """A browser with a window of 1280 x 800."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_context(viewport={"width": 1280, "height": 800})
        browser.close()


class Reading:
    """A page in the browser. `asked_for`, `complaints` and `dialogs` are what it did by itself.

    It is let have what lies at `home`, the beginning of an address; the rest is only noted.
    """

    def __init__(self, context: BrowserContext, address: str, home: str) -> None:
        self.page = context.new_page()
        self.asked_for: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self._home = home
        self.page.route("**", self._only_here)
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)
        self.page.on("dialog", self._dialog)
        self.page.goto(address)

    def painted(self) -> None:
        """Wait until the page has painted what was set before, however busy the machine is."""
        self.page.evaluate("() => new Promise(f => requestAnimationFrame(() => setTimeout(f)))")

    def rest(self, milliseconds: int) -> None:
        """Wait by the page's own clock: what it had put off for less has been done then."""
        self.page.evaluate("time => new Promise(f => setTimeout(f, time))", milliseconds)

    def _only_here(self, route) -> None:
        if route.request.url.startswith((self._home, "data:", "blob:")):
            route.continue_()
        else:
            self.asked_for.append(route.request.url)
            route.abort()

    def _console(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _error(self, error) -> None:
        if str(error) != BUSY:
            self.complaints.append(str(error))

    def _dialog(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


class Notebook(Reading):
    """A notebook in the browser, open in JupyterLab."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        super().__init__(context, address, home="http://127.0.0.1:")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait()

    def wait(self, seconds: float = 120) -> None:
        """Wait until the kernel has nothing to do and the page has drawn it."""
        self.page.wait_for_function(IDLE, timeout=1000 * seconds)
        self.page.wait_for_timeout(700)
        self.page.wait_for_function(IDLE, timeout=1000 * seconds)

    def run_all(self) -> None:
        """Run all cells, as the menu does."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.wait()

    def wrong(self) -> list[str]:
        """Errors, warnings and messages that stand in the notebook."""
        return [text for text in self.page.locator(WRONG).all_inner_texts() if text.strip()]

    def sliders(self) -> list[Locator]:
        """The handles of all sliders; the arrow keys move them."""
        return self.page.locator(".jp-OutputArea .noUi-handle").all()

    def boxes(self) -> list[Locator]:
        """The boxes for text and for numbers that a reader sees."""
        return self.page.locator(
            ".jp-OutputArea :is(input[type=text], textarea):enabled:visible"
        ).all()

    def output_of(self, control: Locator) -> Locator:
        """The output in which a control stands."""
        return control.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")

    def shots(self, name: str) -> list[Path]:
        """Screenshots from the top of the notebook to its end: name-1.png, name-2.png ..."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for old in SHOTS.glob(f"{name}-*.png"):
            old.unlink()
        self.page.set_viewport_size({"width": 1280, "height": 1600})
        window = self.page.locator(".jp-WindowedPanel-outer").first
        height, seen = window.evaluate("it => [it.scrollHeight, it.clientHeight]")
        shots = []
        for number, top in enumerate(range(0, height - 100, seen - 100), start=1):
            window.evaluate("(it, top) => it.scrollTop = top", top)
            self.page.wait_for_timeout(300)
            shots.append(SHOTS / f"{name}-{number}.png")
            self.page.screenshot(path=shots[-1])
        self.page.set_viewport_size({"width": 1280, "height": 800})
        return shots

"""Python that a test runs in the kernel of the notebook that is open, and what the page sends."""

from playwright.sync_api import Page

_RUN = """async code => {
    const session = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const run = session.kernel.requestExecute({ code });
    let printed = '';
    run.onIOPub = message => {
        printed += message.content.text ?? message.content.traceback?.join('\\n') ?? '';
    };
    const reply = await run.done;
    return [reply.content.status, printed];
}"""
_COUNT = """() => {
    if (window.messages !== undefined) return;
    window.messages = 0;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...data) {
        window.messages += 1;
        return send.apply(this, data);
    };
}"""


def run(page: Page, code: str) -> str:
    """Run code in the open notebook's kernel; gives what was printed."""
    status, printed = page.evaluate(_RUN, code)
    assert status == "ok", printed
    return printed.strip()


def messages(page: Page) -> int:
    """How many messages went to the kernel since this was first asked."""
    page.evaluate(_COUNT)
    return page.evaluate("() => window.messages")

"""Slack's mark-up as the sandbox shows it: what a bot's author would see in Slack, and never HTML from data."""

from pathlib import Path

import pytest
from playwright.async_api import Page, Route

import bot.sandbox

CLIENT = Path(bot.sandbox.__file__).parent / "browser"
ORIGIN = "http://sandbox.test"

pytestmark = pytest.mark.browser

RENDER = """
async ([module, texts]) => {
  const { mrkdwn, markdown } = await import(`/static/${module}.js`);
  const directory = {
    userName: (id) => (id === "U1" ? "Ana" : null),
    channelName: (id) => (id === "C1" ? "incidents" : null),
  };
  const shown = (text) => {
    const node = document.createElement("div");
    node.append(...(mrkdwn ? mrkdwn(text, directory) : markdown(text)));
    node.querySelectorAll("span.lines").forEach((span) => span.replaceWith(...span.childNodes));
    node.querySelectorAll("a").forEach((a) => ["target", "rel"].forEach((name) => a.removeAttribute(name)));
    node.querySelectorAll("[class]").forEach((part) => part.removeAttribute("class"));
    return node.innerHTML;
  };
  return texts.map(shown);
}
"""


@pytest.fixture
async def client(page: Page) -> Page:
    """A page with the client's modules, and nothing of it started."""

    async def serve(route: Route) -> None:
        path = CLIENT / route.request.url.rsplit("/", 1)[-1]
        if path.is_file():
            await route.fulfill(path=path, content_type="text/javascript")
        else:
            await route.fulfill(body="<!doctype html>", content_type="text/html")

    await page.route(f"{ORIGIN}/**", serve)
    await page.goto(f"{ORIGIN}/blank")
    return page


async def test_mrkdwn_is_shown_as_slack_shows_it(client: Page) -> None:
    expected = {
        "*bold* _italic_ ~struck~ `code *as it is*`": (
            "<strong>bold</strong> <em>italic</em> <s>struck</s> <code>code *as it is*</code>"
        ),
        "*bold with `code` and _more_*": "<strong>bold with <code>code</code> and <em>more</em></strong>",
        "snake_case_word, 2*3*4, * a *": "snake_case_word, 2*3*4, * a *",
        "(*x*), *y*.": "(<strong>x</strong>), <strong>y</strong>.",
        "```let a = 1 &lt; 2;\n*b*```": "<pre>let a = 1 &lt; 2;\n*b*</pre>",
        "&gt; one\n&gt; two\nafter": "<blockquote>one\ntwo</blockquote>after",
        "<https://status.example|the page>": '<a href="https://status.example">the page</a>',
        "see https://status.example/a_b_c.": (
            'see <a href="https://status.example/a_b_c">https://status.example/a_b_c</a>.'
        ),
        "<@U1> in <#C1>, <@U9|zed>, <!here>": (
            "<span>@Ana</span> in <span>#incidents</span>, <span>@zed</span>, <span>@here</span>"
        ),
        "<!date^1700000000^{date_num} {time_secs}|then>": "<time>2023-11-14 10:13:20 PM</time>",
        "<!date^1700000000^{what}|then>": "<time>then</time>",
        ":fire: :no_such_name:": "🔥 :no_such_name:",
        "a &amp; b &lt;c&gt;": "a &amp; b &lt;c&gt;",
    }

    shown = await client.evaluate(RENDER, ["mrkdwn", list(expected)])

    assert [text.replace("\u202f", " ") for text in shown] == list(expected.values())


async def test_text_never_becomes_html_nor_a_link_that_runs_code(client: Page) -> None:
    hostile = ["<img src=x onerror=alert(1)>", "&lt;b&gt;x&lt;/b&gt;", "<javascript:alert(1)|click>"]

    shown = await client.evaluate(RENDER, ["mrkdwn", hostile])

    assert shown == ["<span>img src=x onerror=alert(1)</span>", "&lt;b&gt;x&lt;/b&gt;", "<span>click</span>"]


async def test_a_markdown_block_is_standard_markdown(client: Page) -> None:
    expected = {
        "# Now\n**bold** and *it* and ~~no~~": ("<p>Now</p><p><strong>bold</strong> and <em>it</em> and <s>no</s></p>"),
        "snake_case_word and 2*3*4": "<p>snake_case_word and 2*3*4</p>",
        "- one\n- two\n\n3. three": '<ul><li>one</li><li>two</li></ul><ol start="3"><li>three</li></ol>',
        "> quoted\n> more": "<blockquote><p>quoted\nmore</p></blockquote>",
        "```\n**code**\n```": "<pre>**code**</pre>",
        "[page](https://status.example) \\*not\\*": '<p><a href="https://status.example">page</a> *not*</p>',
        "[x](javascript:alert) <b>y</b>": "<p><span>x</span> &lt;b&gt;y&lt;/b&gt;</p>",
    }

    shown = await client.evaluate(RENDER, ["markdown", list(expected)])

    assert shown == list(expected.values())

"""What people of bad intent write: mentions, links, markup and escapes of every platform, in any order."""

from hypothesis import strategies as st

TOKENS = (
    "<!here>", "<!channel>", "<!everyone>", "<!subteam^S1>", "<@U0LENA>", "<#C0LEADS>", "<https://evil.example|click>",
    "<!date^0^{date}^https://evil.example|x>", "&lt;!here&gt;", "&amp;lt;!here&amp;gt;", "<at>Lena Fischer</at>",
    '<at id="0">Lena</at>', "[click](https://evil.example)", "[x](javascript:alert(1))", "![x](https://evil.example/x)",
    "javascript:alert(1)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='https://evil.example'>",
    "@here", "@channel", "@Lena Fischer", "*", "_", "~", "`", "```", "> ", "#", "- ", "1. ", "|", "\\",
    "{{DATE(2026-01-01)}}",
    "\u200b", "\u200d", "\u202e", "\u2066", "\u2069", "\ufeff", "\ue000", "0", "\ue001", "\x1b[2J", "\x1b]0;owned\x07",
    "\x9b31m", "\x00", "\r", "\n", "\u2028", "\t", " ", "vpn", "принтер", "🙂",
)  # fmt: skip


def hostile_text(longest: int = 12) -> st.SearchStrategy[str]:
    """Tokens in any order, or any letters at all."""
    tokens = st.lists(st.sampled_from(TOKENS), max_size=longest).map("".join)
    return tokens | st.text(max_size=60)

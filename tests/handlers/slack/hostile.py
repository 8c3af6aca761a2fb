"""What a person could type, at its worst: as hypothesis strategies."""

from hypothesis import strategies as st

CORPUS = (
    "<!channel> <!here> <!everyone>",
    "<@U0PRIYA> <#C0DATA|general> <!subteam^S1|@all>",
    "<https://evil.example|Bank>",
    "https://a.example/x?y=<z>&q=1).",
    "*bold* _it_ ~no~ `code` ```pre``` > quote",
    ":tada: @channel @here",
    "\x00\x1b[31mred\ud800\udfff\u202eevil\u2066\u200f\u061c",
    "👩‍👩‍👧‍👦🇬🇧🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽1️⃣" * 40,
    "Z" + "\u0301" * 4000,
    "&<>" * 3000,
    "https://a.example/" + "x" * 5000,
    "\n\n\n\n" * 50 + "- a\n- b",
    "𝔘" * 3000,
    " \t\n",
    "",
)

#: Short and long texts, with every kind of character, lone surrogates too.
texts = st.one_of(
    st.sampled_from(CORPUS),
    st.text(st.characters(), max_size=60),
    st.builds(
        lambda text, times: text * times,
        st.text(st.characters(), min_size=1, max_size=8),
        st.integers(1, 800),
    ),
)

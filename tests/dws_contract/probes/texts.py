"""Descriptions that test whether a service returns exactly what it was sent.

Each text costs a snapshot, so it contains many forms.
"""

from __future__ import annotations

FORMS = (
    "Before the migration; 100 % \u2013 \u00fcn\u00efc\u00f6d\u00e9 caf\u00e9 cafe\u0301 \u212b \u00c5 A\u030a "
    "\u1e9b\u0323 \ufb01 \u00bd \uff21 \uac01 \u1100\u1161\u11a8 \u795e \ufa19 \u4f60\u597d \u304c \u304b\u3099 "
    "\U0001d49c \U00020bb7 \U0001f44d\U0001f3fd \U0001f1ea\U0001f1fa \U0001f600"
)
"""Letters, each in several forms: composed, decomposed, compatible, with one to four bytes."""
SPACES = "  two  spaces, a tab\tand lines\n\n with spaces  \n at their ends \t\n "
"""White space that some services trim or collapse."""
LINE_ENDS = "the lines\r\nof Windows\rof an old Mac\n\rand of neither\r\n"
UNSEEN = (
    "\ufeffa mark first, joiners \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 "
    "\U0001f469\u200d\U0001f469\u200d\U0001f467, hyphens so\u00adft no\u2011break, "
    "spaces \u00a0\u2003\u3000\u200b\u2060, ways \u200e\u200f\u202atext\u202c\u2067text\u2069, "
    "variants \u2764\ufe0f \u260e\ufe0e \u845b\U000e0100, lines \u2028\u2029, a space last\u00a0"
)
"""Invisible characters: marks, joiners, directions, variants, and spaces outside ASCII."""
MAY_BE_REFUSED = {"with line ends of other systems": LINE_ENDS, "with invisible characters": UNSEEN}
"""Texts that a service may refuse, by their descriptions. A service that accepts them must return them unchanged."""

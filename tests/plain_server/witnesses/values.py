"""Witnesses for the body and its values: name, cluster, description, and names that are taken."""

import json
from uuid import UUID

from .asking import ACCOUNT, NO_ANSWER, UNKNOWN_CLUSTER, Ask, create, sends, snapshot
from .telling import IN_RESTORED
from .witness import Witness, accepted, answers, refused

CLUSTER = ACCOUNT.cluster_id
CREATE = create()
SOURCE = snapshot()
TEXT = json.dumps(SOURCE)
INNER = SOURCE["snapshot"]
ASTRAL = "\U0001f600"

BODIES = {
    "trailing-comma-accepted": refused(sends(TEXT.replace("}}", ",}}"))),
    "single-quotes-accepted": refused(sends(TEXT.replace('"', "'"))),
    "unquoted-members-accepted": refused(sends(TEXT.replace('"snapshot"', "snapshot"))),
    "comments-accepted": refused(sends("/* a comment */" + TEXT)),
    "control-characters-accepted": refused(create(description="X").replacing(b'"X"', b'"\n"')),
    "nan-accepted": refused(sends(TEXT.replace("}}", '}, "more": NaN}'))),
    "trailing-text-accepted": refused(sends(TEXT + "}")),
    "no-json-hangs-up": refused(sends("{"), wrong=NO_ANSWER),
    "no-json-500": refused(sends("{"), wrong=500),
    "deep-nesting-500": refused(sends("[" * 100_000 + "]" * 100_000), wrong=500),
    "white-space-around-refused": accepted(sends(f" {TEXT}\n")),
    "white-space-within-refused": accepted(sends(json.dumps(SOURCE, indent=1))),
    "escapes-refused": accepted(sends(TEXT.replace("snapshot-3", r"\u0073napshot-3"))),
    "escaped-members-unknown": accepted(sends(TEXT.replace('"name"', r'"n\u0061me"'))),
    "escaped-pairs-refused": accepted(create(description=ASTRAL)),
    "member-order-fixed": accepted(
        sends({"snapshot": {"description": "", "cluster_id": CLUSTER, "name": "snapshot-3"}})
    ),
    "escaped-characters-unchecked": refused(create(description="X").replacing(b"X", rb"\u003c")),
    "bad-utf-8-replaced": refused(create(description="X").replacing(b"X", b"\xff")),
    "bad-utf-8-read-as-latin-1": refused(create(description="X").replacing(b"X", b"\xff")),
    "utf-16-accepted": refused(sends(TEXT.encode("utf-16"))),
    "encoded-surrogates-accepted": refused(create(description="X").replacing(b"X", b"\xed\xa0\xbd\xed\xb8\x80")),
    "bad-utf-8-answered-with-500": refused(sends(b"\xff"), wrong=500),
    "body-empty-500": refused(Ask(), wrong=500),
    "body-array-accepted": refused(sends([SOURCE])),
    "body-string-accepted": refused(sends(json.dumps(TEXT))),
    "body-null-500": refused(sends("null"), wrong=500),
    "body-no-object-500": refused(sends("1"), wrong=500),
    "snapshot-unwrapped": refused(sends(INNER)),
    "snapshot-missing-500": refused(sends({}), wrong=500),
    "snapshot-null-500": refused(sends({"snapshot": None}), wrong=500),
    "snapshot-array-accepted": refused(sends({"snapshot": [INNER]})),
    "snapshot-string-accepted": refused(sends({"snapshot": json.dumps(INNER)})),
    "snapshot-empty-500": refused(sends({"snapshot": {}}), wrong=500),
    "member-case-ignored": refused(sends({"Snapshot": INNER})),
}


def _name_refused(name: object, wrong: int = 200) -> Witness:
    return refused(create(name=name), wrong=wrong)


def _name_accepted(name: str) -> Witness:
    return accepted(create(name=name))


NAMES = {
    "name-of-3-accepted": _name_refused("abc"),
    "name-of-4-refused": _name_accepted("abcd"),
    "name-of-64-refused": _name_accepted("a" * 64),
    "name-of-65-accepted": _name_refused("a" * 65),
    "name-cut-to-64": _name_refused("a" * 66),
    "name-empty-accepted": _name_refused(""),
    "name-trimmed": _name_refused(" snapshot-3 "),
    "name-trailing-line-feed-accepted": _name_refused("snapshot-3\n"),
    "name-end-unchecked": _name_refused("snapshot 3"),
    "name-start-unchecked": _name_refused("3 snapshot"),
    "name-second-line-unchecked": _name_refused("snapshot\n3"),
    "name-dot-accepted": _name_refused("snapshot.3"),
    "name-space-accepted": _name_refused("snapshot 3"),
    "name-slash-accepted": _name_refused("snapshot/3"),
    "name-cut-at-nul": _name_refused("snapshot\0!"),
    "name-brackets-accepted": _name_refused("snapshot^3"),
    "name-punctuation-accepted": _name_refused("snapshot:3"),
    "name-unicode-letter-accepted": _name_refused("snapshöt"),
    "name-unicode-first-letter-accepted": _name_refused("östlich"),
    "name-unicode-digit-accepted": _name_refused("snapshot-\u0663"),
    "name-fullwidth-accepted": _name_refused("\uff53napshot"),
    "name-leading-digit-accepted": _name_refused("3-snapshot"),
    "name-leading-hyphen-accepted": _name_refused("-snapshot"),
    "name-leading-underscore-accepted": _name_refused("_snapshot"),
    "name-hyphen-refused": _name_accepted("snap-shot"),
    "name-underscore-refused": _name_accepted("snap_shot"),
    "name-digit-refused": _name_accepted("snapshot3"),
    "name-digit-0-refused": _name_accepted("snapshot0"),
    "name-letter-z-refused": _name_accepted("snapshotZ"),
    "name-uppercase-refused": _name_accepted("snapShot"),
    "name-uppercase-first-refused": _name_accepted("Snapshot"),
    "name-hyphen-at-end-refused": _name_accepted("snapshot-"),
    "name-hyphens-together-refused": _name_accepted("snap--shot"),
    "name-missing-accepted": _name_refused(...),
    "name-missing-500": _name_refused(..., 500),
    "name-null-accepted": _name_refused(None),
    "name-boolean-accepted": _name_refused(True),
    "name-type-unchecked": _name_refused(12345),
    "name-array-accepted": _name_refused(["snapshot-3"]),
    "name-type-500": _name_refused(12345, 500),
    "name-lone-surrogate-500": _name_refused("snapshot\ud800", 500),
}


def _cluster_refused(cluster_id: object, wrong: int = 200) -> Witness:
    return refused(create(cluster_id=cluster_id), wrong=wrong)


def _unknown(wrong: int) -> Witness:
    return answers(404, wrong, create(cluster_id=UNKNOWN_CLUSTER))


CLUSTERS = {
    "cluster-id-without-hyphens-accepted": _cluster_refused(UUID(CLUSTER).hex),
    "cluster-id-in-braces-accepted": _cluster_refused("{" + CLUSTER + "}"),
    "cluster-id-urn-accepted": _cluster_refused(UUID(CLUSTER).urn),
    "cluster-id-groups-unchecked": _cluster_refused(CLUSTER[:-1].replace("-", "") + "-" + CLUSTER[-1]),
    "cluster-id-trimmed": _cluster_refused(f" {CLUSTER} "),
    "cluster-id-trailing-line-feed-accepted": _cluster_refused(CLUSTER + "\n"),
    "cluster-id-end-unchecked": _cluster_refused(CLUSTER + "0"),
    "cluster-id-unicode-digit-accepted": _cluster_refused(CLUSTER.replace("4", "\u0664")),
    "cluster-id-digits-unchecked": _cluster_refused(CLUSTER.replace("b", "g"), 404),
    "cluster-id-lengths-unchecked": _cluster_refused(CLUSTER[1:], 404),
    "cluster-id-form-unchecked": _cluster_refused("cluster", 404),
    "cluster-id-empty-accepted": _cluster_refused(""),
    "cluster-id-missing-accepted": _cluster_refused(...),
    "cluster-id-missing-500": _cluster_refused(..., 500),
    "cluster-id-null-accepted": _cluster_refused(None),
    "cluster-id-array-accepted": _cluster_refused([CLUSTER]),
    "cluster-id-type-500": _cluster_refused(1, 500),
    "cluster-id-type-404": _cluster_refused(1, 404),
    "cluster-id-uppercase-refused": accepted(create(cluster_id=CLUSTER.upper())),
    "cluster-id-uppercase-unknown": accepted(create(cluster_id=CLUSTER.upper()), wrong=404),
    "cluster-unknown-accepted": _unknown(200),
    "cluster-unknown-400": _unknown(400),
    "cluster-unknown-403": _unknown(403),
    "cluster-unknown-500": _unknown(500),
    "cluster-id-other-versions-refused": answers(404, 400, create(cluster_id=UNKNOWN_CLUSTER.replace("4677", "1677"))),
    "cluster-compare-cut-short": answers(404, 200, create(cluster_id=CLUSTER[:8] + UNKNOWN_CLUSTER[8:])),
}


def _text_refused(description: object, wrong: int = 200) -> Witness:
    return refused(create(description=description), wrong=wrong)


def _text_accepted(description: str, wrong: int = 400) -> Witness:
    return accepted(create(description=description), wrong=wrong)


DESCRIPTIONS = {
    "description-exclamation-mark-accepted": _text_refused("a!"),
    "description-less-than-accepted": _text_refused("a<"),
    "description-greater-than-accepted": _text_refused("a>"),
    "description-apostrophe-accepted": _text_refused("a'"),
    "description-equals-sign-accepted": _text_refused("a="),
    "description-ampersand-accepted": _text_refused("a&"),
    "description-quotation-mark-accepted": _text_refused('a"'),
    "description-only-start-checked": _text_refused("a!"),
    "description-only-first-line-checked": _text_refused("a\n!"),
    "description-all-forbidden-accepted": _text_refused("!"),
    "description-semicolon-refused": _text_accepted(";"),
    "description-backslash-refused": _text_accepted("\\"),
    "description-percent-sign-refused": _text_accepted("%"),
    "description-line-feed-refused": _text_accepted("a\nb"),
    "description-tab-refused": _text_accepted("\t"),
    "description-lookalikes-refused": _text_accepted("\uff1c"),
    "description-non-ascii-refused": _text_accepted("é"),
    "description-non-latin-500": _text_accepted("\u4e2d", 500),
    "description-astral-500": _text_accepted(ASTRAL, 500),
    "description-astral-refused": _text_accepted(ASTRAL),
    "description-blank-refused": _text_accepted(" "),
    "description-256-refused": _text_accepted("x" * 256),
    "description-257-accepted": _text_refused("x" * 257),
    "description-cut": _text_refused("x" * 258),
    "description-trimmed-before-counting": _text_refused("x" * 256 + " "),
    "description-counted-in-bytes": _text_accepted("é" * 256),
    "description-counted-in-utf-16-units": _text_accepted(ASTRAL * 256),
    "description-counted-in-glyphs": _text_refused("x" * 256 + "\u0301"),
    "description-composed-before-counting": _text_refused("e\u0301" * 129),
    "description-missing-refused": accepted(CREATE),
    "description-missing-500": accepted(CREATE, wrong=500),
    "description-empty-refused": _text_accepted(""),
    "description-null-accepted": _text_refused(None),
    "description-false-accepted": _text_refused(False),
    "description-number-accepted": _text_refused(1),
    "description-type-unchecked": _text_refused(["a"]),
    "description-type-500": _text_refused(1, 500),
    "description-lone-surrogate-accepted": _text_refused("\ud800"),
    "description-low-surrogate-accepted": _text_refused("\udc00"),
    "description-lone-surrogate-500": _text_refused("\ud800", 500),
}


def _together(right: object, wrong: object) -> Witness:
    return Witness(
        (CREATE,) * 5, right, wrong, lambda replies: sorted(reply.status for reply in replies), together=True
    )


UNIQUENESS = {
    "duplicate-accepted": refused(CREATE, CREATE),
    "duplicate-in-other-case-accepted": refused(CREATE, create(name="Snapshot-3")),
    "duplicate-in-other-case-500": refused(CREATE, create(name="Snapshot-3"), wrong=500),
    "duplicate-of-automated-accepted": refused(create(name="scheduled-1")),
    "duplicate-in-other-cluster-accepted": refused(*IN_RESTORED, create()),
    "duplicate-409": refused(CREATE, CREATE, wrong=409),
    "duplicate-404": refused(CREATE, CREATE, wrong=404),
    "duplicate-403": refused(CREATE, CREATE, wrong=403),
    "duplicate-500": refused(CREATE, CREATE, wrong=500),
    "duplicate-answered-with-old-id": refused(CREATE, CREATE),
    "two-workers-with-stores-of-their-own": refused(CREATE, CREATE),
    "race-accepted": _together([200, 400, 400, 400, 400], [200] * 5),
    "race-loser-500": _together([200, 400, 400, 400, 400], [200, 500, 500, 500, 500]),
    "unknown-cluster-takes-name": accepted(create(cluster_id=UNKNOWN_CLUSTER), CREATE),
    "bad-description-takes-name": accepted(create(description="!"), CREATE),
    "separators-ignored": accepted(CREATE, create(name="snapshot3")),
    "hyphen-equals-underscore": accepted(CREATE, create(name="snapshot_3")),
    "underscore-matches-any": accepted(CREATE, create(name="snapshot_3")),
    "compared-by-start": accepted(CREATE, create(name="snapshot-33")),
    "compared-by-first-32": accepted(create(name="a" * 32 + "b"), create(name="a" * 32 + "c")),
}

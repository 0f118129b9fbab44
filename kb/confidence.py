"""How sure we may be that an article answers a question."""

from math import tanh

_BIAS, _SCORE, _RIVAL = -1.04, 10.25, -1.51


def confidence(score: float, rival: float) -> float:
    """The chance, in 0..1, that the article is the right one.

    `score` is the article's own and absolute, a share of the most that the question could reach: a question about
    something else stays low even where one article is the best of a bad lot, and informative words that the article
    lacks count against it. `rival` is the score of the best other article: one that fits as well is a doubt.

    The rule is logistic in the score and in the rival's share of it. Its weights were fitted (Newton, every set
    weighing the same) to "the first article is the right one" on the tuning questions of CLINC150 and on HINT3,
    AskUbuntu and ru-intents; none of these is about our articles. On questions to the starter articles, which took no
    part in the fit, it is right within a fifth in every quarter of the scale (tests/unit/kb/test_real_questions.py).
    """
    if score <= 0:
        return 0.0
    return (1 + tanh((_BIAS + _SCORE * score + _RIVAL * rival / score) / 2)) / 2

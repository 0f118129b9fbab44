"""How sure we may be that an article answers a question."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`confidence = score·s + covered·c − rival·r`, held within 0..1; all three signals are in 0..1 themselves.

    `score` is absolute (a share of the most that the question could reach), so that a question about something else
    scores low even where one article is the best of a bad lot. `covered` is the share of the question's weight
    whose words the article holds. `rival` is the score of the next best other article: two that fit alike are a
    doubt. Weights were chosen on the `tuning_queries` of CLINC150 and the public sets HINT3, AskUbuntu and
    ru-intents (python -m kb.evaluate), by the share of questions answered right while one unanswerable question in
    ten gets an answer. Against the score alone the rival adds 1 to 10 points on every one of them.
    """

    score: float = 1.0
    covered: float = 0.0
    rival: float = 0.5

    def __call__(self, score: float, covered: float, rival: float) -> float:
        """The confidence in 0..1."""
        return min(1.0, max(0.0, self.score * score + self.covered * covered - self.rival * rival))

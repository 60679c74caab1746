"""SampleContentError: the one error of this room. It names every fault found, with its file."""

from collections.abc import Sequence


class SampleContentError(ValueError):
    """The outlets or articles of the sample web are not in order."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = "".join(f"\n- {problem}" for problem in self.problems)
        super().__init__(f"The sample web has {len(self.problems)} faulty entries:{lines}")

"""What each page contributes to the whole book, kept between builds and gathered from parallel readers."""

from __future__ import annotations

from typing import Any, ClassVar

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector


class PerPage(EnvironmentCollector):
    """A collector whose ``process_doc`` notes something under the name of the page that is read."""

    attribute: ClassVar[str]
    """The name under which the environment keeps the notes."""

    @classmethod
    def of(cls, env: BuildEnvironment) -> dict[str, Any]:
        """Return the notes, by page."""
        notes: dict[str, Any] = env.__dict__.setdefault(cls.attribute, {})
        return notes

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again."""
        self.of(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over what a parallel reader found."""
        self.of(env).update({name: note for name, note in self.of(other).items() if name in docnames})

"""What a command says on standard error while it works through articles."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from resolver.cli.report import counted
from resolver.tables import shown

if TYPE_CHECKING:
    from resolver.extract.files import Problem

_PROBLEMS_SHOWN = 20
_SECONDS_BETWEEN_UPDATES = 0.2


class ArticleReport:
    """Counts articles and mentions; on a terminal shows progress, at the end the sum."""

    def __init__(self) -> None:
        self.articles = self.mentions = self.failed = 0
        self._is_terminal = sys.stderr.isatty()
        self._started = self._updated = time.monotonic()

    def advance(self, articles: int, mentions: int) -> None:
        """So many more articles were read, with so many mentions."""
        self.articles += articles
        self.mentions += mentions
        now = time.monotonic()
        if self._is_terminal and now - self._updated > _SECONDS_BETWEEN_UPDATES:
            self._updated = now
            rate = self.articles / (now - self._started)
            self._line(f"{self.articles:,} articles, {rate:,.0f} a second", end="")

    def problem(self, problem: Problem) -> None:
        """This file or line failed, the others go on."""
        self.failed += 1
        if self.failed <= _PROBLEMS_SHOWN:
            self._line(f"{shown(problem.where, quotes=False, limit=200)}: {problem.reason}")

    def finish(self) -> int:
        """Say the sum; the exit code."""
        if self.failed > _PROBLEMS_SHOWN:
            self._line(f"and {self.failed - _PROBLEMS_SHOWN} more with problems")
        articles = counted(self.articles, "article", "articles")
        self._line(f"{counted(self.mentions, 'mention', 'mentions')} in {articles}")
        return 1 if self.failed else 0

    def _line(self, text: str, end: str = "\n") -> None:
        start = "\r\x1b[K" if self._is_terminal else ""
        click.echo(f"{start}{text}{end}", err=True, nl=False)

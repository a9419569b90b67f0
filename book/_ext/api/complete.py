"""Warnings of public names whose docstring is incomplete or that no page documents."""

from __future__ import annotations

import importlib

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from .docstrings import faults
from .public import definition_of, documented, file_of, home_of, own_names, public_modules, public_names

logger = logging.getLogger(__name__)


def check_docstrings(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every public name whose docstring is incomplete or that no page documents."""
    package = env.config.api_package
    objects = env.domains["py"].objects  # type: ignore[attr-defined]
    for module in public_modules(package):
        if not public_names(module):
            logger.warning(f"{module} has no __all__", location=f"{file_of(module)}:1", type="api")
        for name in public_names(module):
            full = documented(package)[f"{module}.{name}"]
            if full not in objects:
                logger.warning(
                    f"{module}.{name} is public but no page documents it: give {full.rpartition('.')[0]} "
                    "a page with the directive api-module",
                    location=f"{file_of(module)}:1", type="api", subtype="missing",
                )  # fmt: skip
        for place, fault in _faults_of(env, module):
            logger.warning(fault, location=place, type="api", subtype="docstring")


def _faults_of(env: BuildEnvironment, module: str) -> list[tuple[str, str]]:
    """List place and fault of a module's docstrings; what was found is kept until a file changes."""
    loaded = importlib.import_module(module)
    homes = {name: home_of(loaded, name) for name in own_names(env.config.api_package, module)}
    files = sorted({file_of(module), *map(file_of, homes.values())})
    state = [(str(file), file.stat().st_mtime_ns) for file in files]
    if not hasattr(env, "api_faults"):
        env.api_faults = {}  # type: ignore[attr-defined]
    known = env.api_faults.get(module)  # type: ignore[attr-defined]
    if known is None or known[0] != state:
        found = [
            (f"{file_of(home)}:{getattr(definition_of(home, name), 'lineno', 1)}", fault)
            for name, home in homes.items()
            for fault in faults(module, name)
        ]
        known = env.api_faults[module] = (state, found)  # type: ignore[attr-defined]
    return known[1]

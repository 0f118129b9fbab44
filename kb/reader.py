"""Reads folders: articles from Markdown files, and guides from YAML files in folders named `guides`."""

import os
from bisect import insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from kb.article import SHOWN, Article, ArticleError, Mistake
from kb.article_file import article_in, content_of, decoded, mistakes_in
from kb.front_matter import FrontMatterError
from kb.guide import Guide, accompanied
from kb.guide_file import guide_in, is_guide
from kb.shelf import Packed, Shelf, pack, pack_guide, unpack, unpack_guide

Key = tuple[str, str]
"""Language and slug; of a guide, which has several languages, "" and its id."""


@dataclass(frozen=True, slots=True)
class File:
    """What reading a file brought. `packed` is its article or guide as it last was without a mistake, empty if it never
    was.

    `shown` tells that people may see it.
    """

    digest: bytes
    key: Key
    packed: Packed
    mistakes: tuple[Mistake, ...]
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What some folders hold: the articles that people may see as the guides make them (`packed`, see
    `kb.guide.accompanied`) and as they are `written`, those that they may not (`hidden`: drafts, in review, retired),
    the guides that they may see, by id, and what is wrong with the others."""

    files: Mapping[Path, File]
    packed: Mapping[Key, Packed]
    mistakes: tuple[Mistake, ...]
    hidden: Mapping[Key, Packed] = field(default_factory=dict)
    guides: Mapping[str, Guide] = field(default_factory=dict)
    written: Mapping[Key, Packed] = field(default_factory=dict)

    @property
    def articles(self) -> Sequence[Article]:
        """The articles that people may see, in the order of their paths."""
        return Shelf(self.packed.values())

    @property
    def every(self) -> Sequence[Article]:
        """Those written as such, also the ones that they may not, these last."""
        return Shelf((*self.written.values(), *self.hidden.values()))


def read_folders(
    folders: Iterable[Path],
    before: Mapping[Path, File] = MappingProxyType({}),
    seen: Callable[[int], None] = lambda _: None,
) -> Reading:
    """Every article and guide below the folders, in the order of their paths. Of two articles with the same language
    and slug the first is kept and the second is a mistake, and so is a folder that is not there.

    Given what reading them brought `before`, only files with other contents are read anew, and an article whose file
    has got mistakes stays as it was. `seen` is told after each file how many have been.
    """
    there, files = tuple(folders), dict[Path, File]()
    for path in (path for folder in there for path in _paths(folder)):
        files[path] = _file(path, before.get(path))
        seen(len(files))
    return _reading(there, files)


@dataclass(frozen=True, slots=True)
class Again:
    """What looking at some files again brought: these `files`, and `keys` of all articles that may be others than
    before; None for any of them."""

    reading: Reading
    files: Collection[Path]
    keys: Collection[Key] | None


def read_again(folders: Iterable[Path], before: Reading, changed: Iterable[Path]) -> Again | None:
    """As `read_folders`, looking at these files alone, by their absolute paths. None where they do not tell all, such
    as a folder that was moved: then all must be read."""
    there = tuple(folders)
    found = {_place(there, path) for path in changed}
    if None in found:
        return None
    places = sorted(place for place in found if place and _is_ours(place.path))
    files = {place.path: _file(place.path, before.files.get(place.path)) for place in places if place.path.is_file()}
    looked_at = [place.path for place in places]
    if edited := _edited(before, files, looked_at):
        return Again(edited, looked_at, {files[path].key for path in looked_at})
    versions = (file.get(path) for file in (before.files, files) for path in looked_at)
    named = {file.key for file in versions if file} | _guided(before.guides)  # one may leave them to its guide
    keys = None if any(map(is_guide, looked_at)) else named
    return Again(_reading(there, _put(there, before, files, places)), looked_at, keys)


def _edited(before: Reading, files: Mapping[Path, File], looked_at: Collection[Path]) -> Reading | None:
    """The same with these files edited: some dictionaries are copied, where a look through all of 100,000 files takes a
    second. None where an edit may concern more than its own article."""
    if not all(path in files and _is_alone(before, before.files.get(path), files[path]) for path in looked_at):
        return None
    packed = {file.key: file.packed for file in files.values()}
    return replace(
        before,
        files={**before.files, **files},
        packed={**before.packed, **packed},
        written={**before.written, **packed},
    )


def _is_alone(before: Reading, was: File | None, now: File) -> bool:
    """Whether a good article has taken the place of a good one of the same name, both are shown, and no other file has
    this name and no guide changes it."""
    if was is None or was.mistakes or now.mistakes:
        return False
    only = all(articles.get(was.key) is was.packed for articles in (before.packed, before.written))
    return only and was.key == now.key and was.shown and now.shown


def _put(
    folders: Sequence[Path], before: Reading, files: Mapping[Path, File], places: Iterable["_Place"]
) -> dict[Path, File]:
    """All files with these in their places, and without those of the places that are gone."""
    gone = {place.path for place in places} - files.keys()
    paths = [path for path in before.files if path not in gone]
    for path in files:
        if path not in before.files:
            insort(paths, path, key=lambda path: _Place(_number(folders, path), path.parts, path))
    return {path: files.get(path) or before.files[path] for path in paths}


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """A file's place in the order in which files are read."""

    folder: int
    parts: tuple[str, ...]
    path: Path


def _place(folders: Sequence[Path], changed: Path) -> _Place | None:
    """Where a changed file stands; None where it was or is no file of ours, but perhaps a folder of them."""
    if changed.is_dir() or not (_is_ours(changed) or changed.exists()):
        return None
    for number, folder in enumerate(folders):
        if changed.is_relative_to(folder.absolute()):
            path = folder / changed.relative_to(folder.absolute())
            return _Place(number, path.parts, path)
    return None


def _number(folders: Sequence[Path], path: Path) -> int:
    return next((number for number, folder in enumerate(folders) if path.is_relative_to(folder)), len(folders))


def _reading(folders: Sequence[Path], files: Mapping[Path, File]) -> Reading:
    paths, twice = _by_key(files)
    missing = [Mistake(folder, 0, "there is no such folder") for folder in folders if not folder.is_dir()]
    mistakes = (*(m for file in files.values() for m in file.mistakes), *twice, *missing)
    there = [(key, files[path]) for key, path in paths.items()]
    shown, hidden = ({key: file.packed for key, file in there if key[0] and file.shown is so} for so in (True, False))
    guides = {id: unpack_guide(file.packed) for (language, id), file in there if not language and file.shown}
    return Reading(files, {**shown, **_accompanied(shown, guides)}, mistakes, hidden, guides, shown)


def _accompanied(shown: Mapping[Key, Packed], guides: Mapping[str, Guide]) -> dict[Key, Packed]:
    """What the guides change of the articles."""
    concerned = {key: unpack(shown[key]) for key in sorted(_guided(guides)) if key in shown}
    return {key: pack(article) for key, article in accompanied(concerned, guides.values())}


def _guided(guides: Mapping[str, Guide]) -> set[Key]:
    """The articles that guides go with, and what guides without any are themselves."""
    return {(language, slug) for guide in guides.values() for language in guide.languages for slug in guide.articles}


def _paths(folder: Path) -> Iterator[Path]:
    """In the order of their parts, a folder at a time: sorting all at once would hold up other threads."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _paths(Path(entry.path))
        elif _is_ours(path := Path(entry.path)):
            yield path


def _is_ours(path: Path) -> bool:
    return path.name.endswith(".md") or is_guide(path)


def _file(path: Path, before: File | None) -> File:
    key, packed, shown = (before.key, before.packed, before.shown) if before else (("", ""), b"", True)
    digest = b""
    try:
        content = content_of(path)
        digest = blake2b(content, digest_size=16).digest()
        if before and before.digest == digest:
            return before
        if is_guide(path):
            guide = guide_in(path, decoded(content))
            return File(digest, ("", guide.id), pack_guide(guide), (), guide.facts.status in SHOWN)
        article = article_in(path, content)
    except FrontMatterError as error:
        return File(digest, key, packed, mistakes_in(path, error.complaints), shown)
    except ArticleError as error:
        return File(digest, key, packed, error.mistakes, shown)
    return File(digest, (article.language, article.slug), pack(article), (), article.status in SHOWN)


def _by_key(files: Mapping[Path, File]) -> tuple[dict[Key, Path], list[Mistake]]:
    """The files of the articles by language and slug, and a mistake for each that another has taken already.

    One that is kept in spite of its file's mistakes gives way to a good one.
    """
    first: dict[Key, Path] = {}
    mistakes: list[Mistake] = []
    for path, file in files.items():
        if file.packed and not file.mistakes and first.setdefault(file.key, path) != path:
            language, slug = file.key
            which = f"“{slug}” in “{language}”" if language else f"the guide “{slug}”"
            mistakes.append(Mistake(path, 0, f"{which} is already in {first[file.key]}"))
    for path, file in files.items():
        if file.packed:
            first.setdefault(file.key, path)
    return first, mistakes

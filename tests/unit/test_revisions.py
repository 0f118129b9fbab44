from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

import storage.migrations


def test_O10_the_revisions_told_by_file_names_are_those_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__file__).parent))
    found = tuple(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())
    assert storage.migrations.known_revisions() == found

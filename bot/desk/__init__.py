"""The help desk as it is described in desk.toml: teams, members, channels, promises."""

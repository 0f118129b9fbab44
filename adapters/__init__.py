"""Platforms in, posts out: one package per chat platform, none of which knows another."""

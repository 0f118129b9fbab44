"""Watching a process: metrics, traces, health. What the core tells (`bot.ports.telemetry`) arrives here."""

"""Images that may be shown: formats that every reader knows, and that cannot act."""

IMAGES = ("png", "jpg", "gif", "webp")
"""Their endings."""

_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"))


def image_format(content: bytes) -> str:
    """The ending for an image that may be shown, told by its first bytes; nothing for all else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((ending for beginning, ending in _BEGINNINGS if content.startswith(beginning)), "")

"""The settings file of a new installation: random keys, readable by its owner alone (rule 33)."""

import os
from pathlib import Path

from guanxi.interfaces.cli.house import tell
from guanxi.interfaces.cli.wording import gettext as _


def settings() -> None:
    file, is_new = write_settings_file()
    message = (
        _("Settings file written: {file}") if is_new else _("The settings file is already there: {file}")
    )
    tell(message.format(file=file))


def write_settings_file() -> tuple[Path, bool]:
    """The settings file, made with new keys if there was none; never changed if there was."""
    from cryptography.fernet import Fernet

    from guanxi.domain.ground.environment import home

    file = home() / "guanxi.env"
    if file.exists():
        return file, False
    file.parent.mkdir(parents=True, exist_ok=True)
    secret = os.urandom(48).hex()
    lines = [f"GUANXI_SECRET_KEY={secret}", f"GUANXI_VAULT_KEYS={Fernet.generate_key().decode()}"]
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write("\n".join(lines) + "\n")
    return file, True


def add_settings(file: Path, values: dict[str, str]) -> None:
    """Append settings that the file does not name yet; what is there stays as it is."""
    text = file.read_text(encoding="utf-8")
    named = {line.partition("=")[0] for line in text.splitlines()}
    added = [f"{name}={value}" for name, value in values.items() if name not in named]
    with file.open("a", encoding="utf-8") as opened:
        opened.writelines(line + "\n" for line in added)

"""What an operator may set: environment variables, or the settings file that the first run writes."""

import os
from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def home() -> Path:
    """The folder of the database, the settings file and everything else that must survive."""
    return Path(os.environ.get("GUANXI_HOME", "var")).resolve()


class Environment(BaseSettings):
    """Each field is `GUANXI_<NAME>` in the environment or in `guanxi.env`; the environment wins."""

    model_config = SettingsConfigDict(env_prefix="GUANXI_", extra="ignore")

    secret_key: SecretStr = SecretStr("")
    vault_keys: SecretStr = Field(
        SecretStr(""), description="Fernet keys, newest first, separated by commas."
    )
    database_url: str = ""
    operator_name: str = ""
    operator_name_en: str = ""
    operator_telephone: str = ""
    operator_email: str = ""
    business_date: date | None = None
    currency: str = "CNY"
    time_zone: str = "Asia/Shanghai"
    debug: bool = False
    scheme: str = "http"
    bind: str = "127.0.0.1"
    port: int = 8000
    staff_host: str = "localhost"
    portal_host: str = "portal.localhost"
    files_host: str = "files.localhost"
    mail_url: str = ""
    mail_from: str = "guanxi@localhost"
    sqlite_timeout: float = 5.0
    worker_lease_seconds: int = 30
    fonts: Path | None = Field(None, description="A folder of fonts for PDF, beside those of the system.")

    @property
    def hosts(self) -> tuple[str, str, str]:
        return self.staff_host, self.portal_host, self.files_host

    @property
    def is_loopback(self) -> bool:
        return self.bind in {"127.0.0.1", "::1", "localhost"}


def load() -> Environment:
    """Read `guanxi.env` in the home folder, then the environment."""
    return Environment(_env_file=home() / "guanxi.env")  # type: ignore[call-arg]

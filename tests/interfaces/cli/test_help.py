"""Help in the reader's language, by the environment alone."""

import os
import re
import subprocess
import sys

import pytest

COMMANDS = (
    "run",
    "serve",
    "worker",
    "import",
    "template",
    "classify",
    "demo",
    "check",
    "settings",
    "staff",
    "sign-in-link",
)
CHINESE = re.compile(r"[一-鿿]")


def help_of(*arguments: str, language: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "guanxi", *arguments, "--help"],
        env=os.environ | {"LC_ALL": language, "LANG": language, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_list_of_commands_is_in_english_or_chinese() -> None:
    english, chinese = help_of(language="en_US.UTF-8"), help_of(language="zh_CN.UTF-8")
    assert not CHINESE.search(english)
    assert "用法：" in chinese
    for command in COMMANDS:
        line = next(line for line in chinese.splitlines() if line.strip().startswith(f"{command} "))
        assert CHINESE.search(line), line


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_is_explained_in_chinese(command: str) -> None:
    described = help_of(command, language="zh_CN.UTF-8")
    # An option's words may stand on the lines below its name.
    options = re.split(r"^\s+(?=--)", described, flags=re.MULTILINE)[1:]
    assert options
    assert all(CHINESE.search(option) for option in options), described

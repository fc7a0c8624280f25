"""Does the README tell the truth about what can be run and where things lie?"""

import re

import pytest

from app import paths
from tests.architecture import LAYERS

README = (paths.root() / "README.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:app|docs|migrations|resources|tests|benchmarks|\.ci)/[^`\s]*)`", README)))
COMMANDS = sorted(set(re.findall(r"python3 dev\.py (\w+)", README)))


def section(heading: str) -> str:
    """What stands below one `## heading`, up to the next."""
    return README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_two_commands_open_the_readme() -> None:
    commands = section("两条命令")
    assert "python3 dev.py run" in commands
    assert "python3 dev.py test" in commands


@pytest.mark.parametrize("name", NAMED)
def test_every_path_the_readme_names_exists(name: str) -> None:
    assert (paths.root() / name).exists()


def test_every_line_of_the_table_of_places_names_a_path() -> None:
    lines = [line for line in section("要加……，改哪里").splitlines() if line.startswith("| 一")]
    assert len(lines) >= 10
    assert [line for line in lines if not any(f"`{name}`" in line for name in NAMED)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_the_readme_names_is_known_to_dev(command: str) -> None:
    dev = (paths.root() / "dev.py").read_text(encoding="utf-8")
    assert f'"{command}": {command}' in dev


def test_the_picture_of_the_layers_is_the_one_the_architecture_test_holds() -> None:
    picture = section("房子的格局").split("```")[1]
    drawn = [set(re.findall(r"\w+", layer)) for layer in picture.split("→")]
    held = [{name for side in layer for name in side if name != "__main__"} for layer in reversed(LAYERS)]
    assert drawn == held

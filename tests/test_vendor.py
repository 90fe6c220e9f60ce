"""What others made is as they made it."""

import json
import subprocess
import sys

from tests.source import ROOT

VENDOR = ROOT / "static" / "vendor"


def test_every_vendored_file_is_as_its_manifest_says():
    checked = subprocess.run(
        [sys.executable, ROOT / "bin" / "vendor", "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_every_vendored_package_names_its_version_and_licence():
    for entry in json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8")):
        assert all(entry[name] for name in ("package", "version", "licence", "files")), entry["package"]


def test_nothing_vendored_fetches_from_elsewhere():
    for path in VENDOR.rglob("*.css"):
        assert "http" not in path.read_text(encoding="utf-8"), path

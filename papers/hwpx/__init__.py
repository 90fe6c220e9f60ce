"""HWPX. A paper as Korean offices exchange it (OWPML, KS X 6101), and the look whether one is sound."""

from papers.hwpx.checking import check
from papers.hwpx.package import write
from papers.hwpx.reading import read

__all__ = ["check", "read", "write"]

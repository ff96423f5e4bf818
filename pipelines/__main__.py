"""``python -m vanthu.pipelines`` is the ``vanthu`` command."""

from vanthu.pipelines.cli import main

main()

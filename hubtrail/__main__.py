"""`python -m hubtrail` is `hubtrail`."""

from hubtrail.cli import main

main()

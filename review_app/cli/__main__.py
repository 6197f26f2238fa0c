"""`python -m review_app.cli`: the same as the command `review-app`."""

from review_app.cli import main

main()

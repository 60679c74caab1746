"""Works off the plan in the file named; exit code 0 when it is done, 1 when it was not."""

# A package with a `__main__`, not a module: reading processes would import a module again.
import sys

from crawler.workers import start_reading_server

if __name__ == "__main__":
    # First, so that the libraries which read load beside those which fetch.
    start_reading_server()
    from crawler.child.run import main

    sys.exit(main(sys.argv[1:]))

"""Works off the plan in the file named; exit code 0 when it is done, 1 when it was not."""

# A package with a `__main__`, not a module: reading processes would import a module again.
import sys

from crawler.child.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

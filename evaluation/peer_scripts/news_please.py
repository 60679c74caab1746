"""Run where news-please is installed: fetches and extracts the addresses given on stdin, as its
own `from_urls` does it on all cores, without images. Prints how many have a title or text."""

import json
import sys

from newsplease import NewsPlease

if __name__ == "__main__":
    found = NewsPlease.from_urls(
        sys.stdin.read().split(), request_args={"timeout": 30}, fetch_images=False
    )
    done = sum(
        bool(getattr(one, "maintext", "") or getattr(one, "title", "")) for one in found.values()
    )
    print(json.dumps({"pages": done}))

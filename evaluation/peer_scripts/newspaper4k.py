"""Run where newspaper4k is installed: fetches and extracts the addresses given on stdin, as its
own `fetch_news` does it, without images. Prints how many have a title or text."""

import json
import sys

import newspaper
from newspaper.mthreading import fetch_news

THREADS = 8

if __name__ == "__main__":
    articles = [newspaper.Article(url, fetch_images=False) for url in sys.stdin.read().split()]
    found = fetch_news(articles, threads=THREADS)
    print(json.dumps({"pages": sum(bool(one.text or one.title) for one in found)}))

"""`resolver` as a program that spark-submit can start: spark-submit submit.py dedupe ..."""

from resolver.cli.main import main

if __name__ == "__main__":
    main()

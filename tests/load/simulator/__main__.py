"""`python -m tests.load.simulator TEAMS SEED`: a simulated Slack, controlled over HTTP until standard input ends."""

import asyncio
import sys

from tests.load.simulator.control import serve

if __name__ == "__main__":
    asyncio.run(serve(teams=int(sys.argv[1]), seed=int(sys.argv[2])))

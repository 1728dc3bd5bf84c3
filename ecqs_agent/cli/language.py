"""The language of this process: `--lang`, else `ECQS_LANG`, else Chinese.

Chosen before typer builds its help, so that the help itself is in the operator's language.
"""

import sys
from typing import Final

from ecqs_agent.texts import chosen_language, translator

LANGUAGE: Final = chosen_language(sys.argv[1:])
t: Final = translator(LANGUAGE)

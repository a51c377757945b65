"""What walks are tested on: an article with all that a step may hold, and a folder to read it from."""

from __future__ import annotations

TANK = """---
number: T-1
title: Tank {{tank}} is empty
confidence: validated
audience: public
components: [{code: FUEL-TANK, name: Tanks}]
placeholders:
  tank: {kind: word, label: tank, ask: Which tank is it?}
signatures:
  - Tank {{tank}} is empty and cannot start
---

## Resolution

Never smoke beside {{tank}}, and never let anybody else smoke there, whatever is said of it.

1. Open the lid of {{tank}}.
2. Look inside:
   - with a lamp
   - not with a match

   ::: internal
   The lamp is in the drawer.
   :::
3. Run the pump:

   ```
   pump --tank {{tank}}
   ```

### Afterwards

Read the gauge:

| colour | what it means |
| --- | --- |
| red | still empty |
| green | full |

Close the lid.

## Verification

1. The gauge of {{tank}} shows green.
2. The motor starts.

## Internal Notes

The driver is always in a hurry.
"""
"""Five steps: three of the list, and two behind it."""
BARE = """---
number: T-2
title: Valve is stuck
confidence: validated
audience: public
signatures:
  - The valve of the tank is stuck
---

## Resolution

Pull the valve, and pull it again.
"""
"""One step, and nothing said of a check."""
SAME = """---
number: T-3
title: Hose {{old}} is used twice
confidence: validated
audience: public
placeholders:
  old: {kind: word}
  new: {kind: word, ask: Which hose?}
distinct:
  - {names: [old, new], note: The hose is where it belongs.}
signatures:
  - Hose {{old}} is used a second time
---

## Resolution

1. Take {{new}} for {{old}}.
"""
UNFINISHED = """---
number: T-4
title: Gauge is broken
confidence: work-in-progress
signatures:
  - The gauge of the tank has broken
---

## Symptom

It is broken.
"""
DESK = {"T-1": TANK, "T-2": BARE, "T-3": SAME, "T-4": UNFINISHED}

"""The bundled mock portal: a local e-CQS to practise on and to test against.

It imports nothing of ours and repeats the portal's words itself: a mock that shares the client's
words can only agree with the client. What it shows follows portal-facts; what is not known publicly
is a variant (`variants.py`), and what can go wrong is a fault (`faults.py`).
"""

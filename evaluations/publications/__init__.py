"""Public summaries of impact reports, and the list of published findings of needs assessments.

`models` and `services` release and withdraw a summary; `findings` groups findings by assessment for the public page.
"""

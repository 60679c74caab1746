"""The Batch API's files: requests in, answers out, a line each."""

import json
from collections.abc import Mapping
from typing import Any

from core.batch import ModelBatch
from core.draft import CallOutcome
from summarizer.ladder import Rung
from summarizer.openai_model import batch_line
from summarizer.replies import Reply, outcome_of, read_body

HAS_ENDED = frozenset({"completed", "expired", "cancelled"})
HAS_FAILED = "failed"
_EXPIRED = "batch_expired"


def input_file(batch: ModelBatch) -> bytes:
    """The requests of a batch as the file that is uploaded."""
    rung = Rung(batch.rung)
    lines = (batch_line(item.custom_id, json.loads(item.request), rung) for item in batch.items)
    return ("\n".join(lines) + "\n").encode("utf8")


def read_object(reply: Reply) -> dict[str, Any]:
    """The JSON object of a reply; empty when it is none."""
    try:
        found = json.loads(reply.content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read_results(text: str, rung: Rung) -> dict[str, Reply]:
    """Each answer of an output or error file, by its `custom_id`; lines that say nothing are
    left out."""
    found: dict[str, Reply] = {}
    for line in text.splitlines():
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict) and isinstance(data.get("custom_id"), str):
            found[data["custom_id"]] = _reply(data, responses=rung is Rung.RESPONSES)
    return found


def _reply(data: Mapping[str, Any], *, responses: bool) -> Reply:
    problem = data.get("error")
    if isinstance(problem, dict) and problem:
        code, message = str(problem.get("code", "")), str(problem.get("message", ""))
        outcome = CallOutcome.EXPIRED if code == _EXPIRED else CallOutcome.SERVER_ERROR
        return Reply(outcome=outcome, status=400, error=f"{code}: {message}")
    response = data.get("response")
    response = response if isinstance(response, dict) else {}
    status = response.get("status_code")
    status = status if isinstance(status, int) else 500
    body = json.dumps(response.get("body"))
    if status >= 400:
        return Reply(outcome=outcome_of(status, body), status=status, error=body[:300])
    request_id = str(response.get("request_id") or "")
    return read_body(body.encode(), status=status, request_id=request_id, responses=responses)

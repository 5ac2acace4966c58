"""`audit`: write every fact to a file that proves itself, and check such a file anywhere."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import zstandard

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call, WrongUse
from aura_terminal.app.proof_seals import Seal, seal_of, signer
from aura_terminal.ports.audit_rows import Broken
from aura_terminal.ports.watching import UNWATCHED
from aura_terminal.store.proof_file import Proof, read_proof, store_of, write_proof


def audit(call: Call) -> int:
    """`export FILE` of this store, or `verify FILE` of any."""
    file = Path(call.arguments.file)
    return _export(call, file) if call.arguments.action == "export" else _verify(call, file)


def _export(call: Call, file: Path) -> int:
    if file.exists():
        raise WrongUse(f"{file} is there already; name another file.")
    sign = signer(call.folder, store_of(call.folder))
    facts = write_proof(call.folder, file, SystemClock().now(), sign, UNWATCHED)
    call.report({"file": str(file), "facts": facts}, f"{facts:,} facts, signed: {file}")
    return FINE


def _verify(call: Call, file: Path) -> int:
    try:
        with file.open("rb") as source:
            proof = read_proof(source)
    except (OSError, ValueError, KeyError, IndexError, TypeError, zstandard.ZstdError) as wrong:
        raise WrongUse(f"{file} cannot be read as an audit file: {wrong}") from wrong
    seal = seal_of(proof.summary, proof.seal)
    ok = seal.is_good and not proof.broken
    plain = {
        "ok": ok, "store": proof.store, "terminal": proof.terminal, "made_at": proof.made_at, "facts": proof.facts,
        "signature": asdict(seal), "findings": [_plain(one) for one in proof.broken],
    }  # fmt: skip
    call.report(plain, "\n".join(_words(proof, seal)))
    return FINE if ok else FOUND_SOMETHING


def _words(proof: Proof, seal: Seal) -> list[str]:
    said = [f"{proof.facts:,} facts of store {proof.store}, written at {proof.terminal} on {proof.made_at}."]
    if not seal.is_good:
        said.append("The signature is not good: the summary is not what was signed.")
    elif seal.is_of_a_store:
        said.append(f"Signed by terminal {seal.terminal}; the store's authority is {seal.fingerprint}.")
    else:
        said.append(f"Signed by a key that no store vouches for: {seal.fingerprint}.")
    if not proof.broken:
        said.append("Every fact is as it was written.")
    said += [f"{one.origin} {one.seq} {one.at or ''}: {one.what}" for one in proof.broken]
    return said


def _plain(one: Broken) -> dict[str, object]:
    at = one.at.isoformat() if one.at else None
    return {"kind": one.kind, "origin": one.origin, "seq": one.seq, "at": at, "what": one.what}

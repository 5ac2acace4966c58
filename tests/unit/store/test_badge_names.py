"""The name under which a badge is kept."""

from aura_terminal.store.pins import LIGHT, Argon2Vault


def vault_with(key: bytes) -> Argon2Vault:
    return Argon2Vault(lambda: key * 32, LIGHT)


def test_a_badge_has_one_name_that_needs_the_key() -> None:
    vault, same, other = (vault_with(key) for key in (b"a", b"a", b"b"))
    name = vault.name_badge("0042-7788")
    assert name == same.name_badge("0042-7788")
    assert name not in (other.name_badge("0042-7788"), vault.name_badge("0042-7789"))
    assert "0042" not in name
    assert len(bytes.fromhex(name)) == 32

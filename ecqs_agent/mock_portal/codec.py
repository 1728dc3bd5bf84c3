"""How the login page encodes name and password before posting (portal-facts 1.3).

The scheme is the portal's; key and vector are the mock's own and protect nothing.
"""

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

MOCK_KEY = b"mock-portal-key1"
MOCK_VECTOR = b"mock-portal-iv-1"


def decode_username(encoded: str) -> str:
    """Return the name behind AES-128-CBC and Base64, "" when it is not that."""
    try:
        sealed = base64.b64decode(encoded, validate=True)
        decryptor = Cipher(AES(MOCK_KEY), CBC(MOCK_VECTOR)).decryptor()
        padded = decryptor.update(sealed) + decryptor.finalize()
        unpadder = padding.PKCS7(AES.block_size).unpadder()
        return (unpadder.update(padded) + unpadder.finalize()).decode()
    except (binascii.Error, ValueError):
        return ""


def encode_username(name: str) -> str:
    """Encode a name as the page's script does."""
    padder = padding.PKCS7(AES.block_size).padder()
    padded = padder.update(name.encode()) + padder.finalize()
    encryptor = Cipher(AES(MOCK_KEY), CBC(MOCK_VECTOR)).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def encode_password(password: str, captcha: str) -> str:
    """Encode a password as the page's script does: it depends on that page's captcha."""
    return _md5(_md5(password) + captcha)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

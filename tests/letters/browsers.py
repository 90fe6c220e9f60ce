"""A browser that sleeps: it has keys of its own, and reads what was sealed for it alone."""

import base64
import json
import os

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VAPID = base64.urlsafe_b64encode(bytes(range(1, 33))).decode().rstrip("=")


class Sleeper:
    """One subscription and the keys that never leave the browser."""

    def __init__(self, endpoint):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = {
            "endpoint": endpoint,
            "keys": {"p256dh": plain(public), "auth": plain(self.auth)},
        }

    def read(self, sealed):
        """What the push says."""
        words = http_ece.decrypt(sealed, private_key=self.private, auth_secret=self.auth, version="aes128gcm")
        return json.loads(words)


def plain(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")

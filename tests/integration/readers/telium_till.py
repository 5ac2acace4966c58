"""A till made of pyTeliumManager: it asks the terminal behind a device file and prints what it was told, as JSON.

python telium_till.py DEVICE AMOUNT [full]
"""

import json
import sys

from telium import Telium, TeliumAsk  # type: ignore[import-not-found]  # lives in the environment of the peer

device, amount = sys.argv[1], float(sys.argv[2])
till = Telium(device, baudrate=9600, timeout=5)
ask = TeliumAsk.new_payment(
    amount, payment_mode="debit", target_currency="EUR", checkout_unique_id="7",
    wait_for_transaction_to_end=True, collect_payment_source_info=len(sys.argv) > 3,
)  # fmt: skip
is_ok = till.is_ok()
is_taken = till.ask(ask)
told = till.verify(ask, waiting_timeout=10)
print(json.dumps({
    "is_ok": bool(is_ok), "is_taken": bool(is_taken), "result": told.transaction_result, "amount": told.amount,
    "till": told.pos_number, "currency": told.currency_numeric, "report": told.repport,
}))  # fmt: skip
till.close()

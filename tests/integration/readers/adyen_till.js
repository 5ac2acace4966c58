// A till made of Adyen's own library: its TerminalLocalAPI asks the terminal at HOST, and prints what it was told.
// node adyen_till.js FOLDER HOST ROOT.pem PASSPHRASE KIND   KIND: payment, tip, status:KEY, abort:KEY
"use strict";
const [folder, host, root, passphrase, kind] = process.argv.slice(2);
const library = folder + "/node_modules/@adyen/api-library/lib/src/";
const Client = require(library + "client").default;
const Config = require(library + "config").default;
const TerminalLocalAPI = require(library + "services/terminalLocalAPI").default;

const config = new Config({ apiKey: "none", environment: "TEST" });
config.terminalApiLocalEndpoint = "https://" + host;
config.certificatePath = root;
const terminal = new TerminalLocalAPI(new Client(config));
const key = { AdyenCryptoVersion: 1, KeyIdentifier: "training", KeyVersion: 1, Passphrase: passphrase };
const [what, about] = kind.split(":");
const category = { payment: "Payment", tip: "Payment", status: "TransactionStatus", abort: "Abort" }[what];
const id = what === "payment" || what === "tip" ? about : "Q" + process.pid;
const header = {
  ProtocolVersion: "3.0", MessageClass: "Service", MessageCategory: category, MessageType: "Request",
  ServiceID: id, SaleID: "PeerTill", POIID: "P400Plus-123456789",
};
const reference = { ServiceID: about, SaleID: "PeerTill", MessageCategory: "Payment" };
const bodies = {
  payment: { PaymentRequest: {
    SaleData: {
      SaleTransactionID: { TransactionID: about, TimeStamp: "2026-11-22T12:00:00.000Z" },
      ...(what === "tip" ? { SaleToAcquirerData: "tenderOption=AskGratuity" } : {}),
    },
    PaymentTransaction: { AmountsReq: { Currency: "EUR", RequestedAmount: 42.5 } },
  } },
  status: { TransactionStatusRequest: { ReceiptReprintFlag: false, MessageReference: reference } },
  abort: { AbortRequest: { AbortReason: "MerchantAbort", MessageReference: reference } },
};
bodies.tip = bodies.payment;
terminal
  .request({ SaleToPOIRequest: { MessageHeader: header, ...bodies[what] } }, key)
  .then((told) => console.log(JSON.stringify(told)))
  .catch((error) => { console.log(JSON.stringify({ error: String(error.message || error) })); process.exitCode = 1; });

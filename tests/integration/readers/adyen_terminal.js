// A card terminal made of Adyen's own library: it opens and seals messages with its NexoCrypto, and keeps a book.
// node adyen_terminal.js FOLDER CHAIN.pem PASSPHRASE TURN...   prints its port; GET /book answers what it charged.
"use strict";
const fs = require("fs");
const https = require("https");

const [folder, chain, passphrase, ...turns] = process.argv.slice(2);
const NexoCrypto = require(folder + "/node_modules/@adyen/api-library/lib/src/security/nexoCrypto").default;
const key = { AdyenCryptoVersion: 1, KeyIdentifier: "peer", KeyVersion: 3, Passphrase: passphrase };
const crypto = new NexoCrypto();
const book = [];
const replies = {};
const running = new Set();

function failure(condition) {
  return { Response: { Result: "Failure", ErrorCondition: condition } };
}

function paid(request, turn) {
  const asked = request.PaymentTransaction.AmountsReq;
  const wantsTip = (request.SaleData.SaleToAcquirerData || "").includes("AskGratuity");
  const tip = turn === "tip" && wantsTip ? 1.5 : 0;
  const moved = turn === "part" ? 20 : Math.round((asked.RequestedAmount + tip) * 100) / 100;
  book.push({ key: request.SaleData.SaleTransactionID.TransactionID, amount: moved });
  return {
    Response: { Result: turn === "part" ? "Partial" : "Success", AdditionalResponse: "" },
    POIData: { POITransactionID: { TransactionID: "PEER" + book.length, TimeStamp: "2026-11-22T12:00:00.000Z" } },
    PaymentResult: {
      OnlineFlag: true,
      AuthenticationMethod: ["OnlinePIN"],
      AmountsResp: { Currency: asked.Currency, AuthorizedAmount: moved, ...(tip ? { TipAmount: tip } : {}) },
      PaymentInstrumentData: {
        PaymentInstrumentType: "Card",
        CardData: { MaskedPan: "411111 **** 1111", PaymentBrand: "mc", EntryMode: ["Contactless"] },
      },
      PaymentAcquirerData: { AcquirerPOIID: "P400Plus-1", MerchantID: "Peer", ApprovalCode: "123456" },
    },
  };
}

function answer(header, body) {
  if (header.MessageCategory === "Payment") {
    const turn = turns.shift() || "approve";
    if (turn === "slow") return { turn, body: { PaymentResponse: paid(body.PaymentRequest, "approve") } };
    if (turn === "refuse") return { turn, body: { PaymentResponse: failure("WrongPIN") } };
    if (turn === "forget") return { turn, body: null };
    return { turn, body: { PaymentResponse: paid(body.PaymentRequest, turn) } };
  }
  if (header.MessageCategory === "TransactionStatus") {
    const asked = body.TransactionStatusRequest.MessageReference.ServiceID;
    if (running.has(asked)) return { body: { TransactionStatusResponse: failure("InProgress") } };
    if (!replies[asked]) return { body: { TransactionStatusResponse: failure("NotFound") } };
    const { MessageHeader, ...rest } = replies[asked];
    const told = { MessageHeader, RepeatedResponseMessageBody: rest };
    return { body: { TransactionStatusResponse: { Response: { Result: "Success" }, RepeatedMessageResponse: told } } };
  }
  const status = { Response: { Result: "Success" }, POIStatus: { GlobalStatus: "OK" } };
  return { body: { DiagnosisResponse: status } };
}

function speak(response, message) {
  const inner = JSON.stringify({ SaleToPOIResponse: message });
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ SaleToPOIResponse: NexoCrypto.encrypt(message.MessageHeader, inner, key) }));
}

const server = https.createServer({ cert: fs.readFileSync(chain), key: fs.readFileSync(chain) }, (request, response) => {
  if (request.url === "/book") return response.end(JSON.stringify(book));
  let text = "";
  request.on("data", (piece) => (text += piece));
  request.on("end", () => {
    const sealed = JSON.parse(text).SaleToPOIRequest;
    let opened;
    try {
      opened = JSON.parse(crypto.decrypt(sealed, key)).SaleToPOIRequest;
    } catch (broken) {
      response.statusCode = 400;
      return response.end();
    }
    const header = { ...opened.MessageHeader, MessageType: "Response" };
    const said = answer(opened.MessageHeader, opened);
    const message = { MessageHeader: header, ...said.body };
    if (said.turn) replies[header.ServiceID] = said.body && message;
    if (said.turn === "drop" || said.turn === "forget") return request.socket.destroy();
    if (said.turn === "slow") {
      running.add(header.ServiceID);
      setTimeout(() => running.delete(header.ServiceID), 700);
      return request.socket.destroy();
    }
    speak(response, message);
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));

// Opens sealed events. A sealed value is the key's id (16 bytes), a nonce (12 bytes) and, encrypted
// with AES-256-GCM, the deflated message as it would have been published, with the tag (16 bytes).

import { createDecipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

const ID = 16, NONCE = 12, TAG = 16;

/** Keys by id, from a file with a line of JSON for each, as `python -m gateway keys` prints them. */
export function readKeys(path) {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return new Map(lines.map(({ key_id, key }) => [key_id.replaceAll("-", ""), Buffer.from(key, "base64")]));
}

/** The message in an event's `sealed`; null without its key. Throws when either was changed. */
export function unseal(event, topic, keys) {
  const { sealed, transcript_id, meta } = event;
  const key = keys.get(sealed.subarray(0, ID).toString("hex"));
  if (!key) return null;
  const cipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(ID, ID + NONCE));
  cipher.setAAD(Buffer.from(`${topic}|${transcript_id}|${meta.event_id}`));
  cipher.setAuthTag(sealed.subarray(-TAG));
  const deflated = [cipher.update(sealed.subarray(ID + NONCE, -TAG)), cipher.final()];
  return inflateSync(Buffer.concat(deflated));
}

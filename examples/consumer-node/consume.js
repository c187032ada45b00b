// Reads a topic of Avro events as JSON lines. It knows the broker, the registry and the topic, and
// shares no code with the project: the schema of each message comes from the registry.

import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import registryClient from "@kafkajs/confluent-schema-registry";
import kafkajs from "kafkajs";
import { readKeys, unseal } from "./seal.js";

const { SchemaRegistry } = registryClient;
const { Kafka, logLevel } = kafkajs;

const USAGE = `usage: node consume.js --brokers HOST:PORT[,…] --registry URL --topic TOPIC
  --max N        end after N messages (default: never)
  --key KEY      only messages with this key: the id of a transcript
  --keys FILE    keys to open sealed events with: a line of JSON for each
  --group ID     go on where this consumer group stopped (default: a new one, from the start)
  --timeout S    end with status 1 after S seconds (default: never)`;

/** The command line, checked; ends the process with status 2 when it makes no sense. */
function readOptions() {
  const text = { type: "string" };
  const names = ["brokers", "registry", "topic", "max", "key", "keys", "group", "timeout"];
  try {
    const { values } = parseArgs({ options: Object.fromEntries(names.map((n) => [n, text])) });
    const missing = ["brokers", "registry", "topic"].filter((name) => !values[name]);
    if (missing.length) throw new Error(`--${missing.join(", --")} missing`);
    return { ...values, max: positive(values, "max"), timeout: positive(values, "timeout") };
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    return process.exit(2);
  }
}

function positive(values, name) {
  const number = Number(values[name] ?? Infinity);
  if (!(number > 0)) throw new Error(`--${name} must be a positive number`);
  return number;
}

/** Bytes as base64, as JSON has none; everything else as Avro decoded it. */
function plain(_, value) {
  return value?.type === "Buffer" ? Buffer.from(value.data).toString("base64") : value;
}

/** Write a line, waiting while the reader of a pipe is slower than the topic. */
async function print(event) {
  const line = `${JSON.stringify(event, plain)}\n`;
  if (!process.stdout.write(line)) await once(process.stdout, "drain");
}

/** The event in a message; where it is sealed and we have its key, the whole event. */
async function read(value) {
  const event = await registry.decode(value);
  const message = event.sealed ? unseal(event, options.topic, keys) : null;
  return message === null ? event : registry.decode(message);
}

const options = readOptions();
const keys = options.keys ? readKeys(options.keys) : new Map();
const registry = new SchemaRegistry({ host: options.registry.replace(/\/+$/, "") });
const kafka = new Kafka({
  clientId: "consumer-node",
  brokers: options.brokers.split(","),
  logLevel: logLevel.ERROR,
});
const consumer = kafka.consumer({ groupId: options.group ?? `consumer-node-${randomUUID()}` });

let finish;
const finished = new Promise((resolve) => (finish = resolve));
consumer.on(consumer.events.CRASH, ({ payload }) => {
  if (!payload.restart) finish(payload.error);
});
process.once("SIGINT", () => finish(null));
process.once("SIGTERM", () => finish(null));
if (Number.isFinite(options.timeout)) {
  const late = new Error(`nothing more within ${options.timeout} s`);
  setTimeout(() => finish(late), options.timeout * 1000).unref();
}

let seen = 0;

async function take({ partition, message }) {
  if (seen >= options.max) return;
  if (options.key && message.key?.toString() !== options.key) return;
  if (message.value === null) return; // a tombstone holds no event
  try {
    await print(await read(message.value));
  } catch (error) {
    // What is not an event of the registry is the producer's mistake: say so and read on.
    console.error(`${options.topic}/${partition}/${message.offset}: ${error.message}`);
    return;
  }
  seen += 1;
  if (seen >= options.max) finish(null);
}

let failure;
try {
  await consumer.connect();
  await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
  await consumer.run({ eachMessage: take });
  failure = await finished;
} catch (error) {
  failure = error;
}
if (failure) console.error(`error: ${failure.message}`);
await consumer.disconnect();
process.exitCode = failure ? 1 : 0;

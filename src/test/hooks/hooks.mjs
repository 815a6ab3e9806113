// What a receiver does with our messages, by the library of Standard Webhooks: a message a line, as JSON, and an
// answer a line.
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';

const clock = Date.now;
for await (const line of createInterface({ input: process.stdin })) {
  const { secret, headers, body, now } = JSON.parse(line);
  let said;
  try {
    Date.now = () => now; // the tests' clock stands still
    said = { holds: true, payload: new Webhook(secret).verify(body, headers) };
  } catch (error) {
    said = { holds: false, why: error.message };
  } finally {
    Date.now = clock;
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

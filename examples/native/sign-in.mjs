// A program with a form of its own that signs its person in by the JSON API: password, then whatever the server asks for
// next, set-up too. docs/integrating/native.md says how to start it. No packages.
import { createInterface } from 'node:readline';

const server = `${process.env.SERVER ?? 'http://localhost:8080'}/api/v1`;
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async (question) => {
  console.log(question);
  const { value, done } = await lines.next();
  if (done) throw new Error('Nobody is there to answer.');
  return value.trim();
};

// Every refusal is a problem with a code to decide by and a sentence to show.
async function call(method, path, token, body) {
  const answer = await fetch(server + path, {
    method, headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  const said = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.detail ?? said.title), { problem: said });
  return said;
}

async function challenge({ token, factor }) {
  if (factor === 'passkey') throw new Error('A passkey needs the browser: sign in with browser.mjs.');
  if (factor === 'sms' || factor === 'email') {
    const { sentTo } = await call('POST', '/sign-in/challenge/send', token, { factor });
    console.log(`A code was sent to ${sentTo}.`);
  }
  for (;;) {
    try {
      return await call('POST', '/sign-in/challenge/verify', token, { factor, code: await ask(`Code (${factor}):`) });
    } catch (e) {
      if (!['incorrect-code', 'code-already-used', 'validation'].includes(e.problem?.code)) throw e;
      console.log(e.message);
    }
  }
}

// The organisation demands a second step, and this person has none yet.
async function enrolment({ token }) {
  const { id, secret } = await call('POST', '/sign-in/enrolment/totp', token, {});
  console.log(`Two-step sign-in is required. Type this key into your authenticator app: ${secret}`);
  for (;;) {
    try {
      const done = await call('POST', `/sign-in/enrolment/${id}/confirm`, token, { code: await ask('Code (totp):') });
      console.log(`Keep these backup codes: ${done.backupCodes.join(' ')}`);
      return done;
    } catch (e) {
      if (!['incorrect-code', 'validation'].includes(e.problem?.code)) throw e;
      console.log(e.message);
    }
  }
}

try {
  let answer = await call('POST', '/sign-in', null, { email: await ask('Email:'), password: await ask('Password:') });
  while (answer.status !== 'signed-in') {
    answer = answer.status === 'challenge' ? await challenge(answer.challenge) : await enrolment(answer.enrolment);
  }
  console.log(`Signed in: ${answer.account.email} (${answer.session.acr})`);
  await call('DELETE', '/me/session', answer.session.token);
} catch (e) {
  console.log(`Not signed in: ${e.message}`);
  process.exitCode = 1;
}

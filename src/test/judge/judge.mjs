// A second implementation of WebAuthn, SimpleWebAuthn, that the tests ask what it makes of ours: a question a line, as
// JSON, and an answer a line.
import { createInterface } from 'node:readline';
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // Node 18, which Debian 12 has
const judge = await import('@simplewebauthn/server');
const { isoBase64URL } = await import('@simplewebauthn/server/helpers');

const ask = {
  async registration({ answer, challenge, origin, rpId, verified }) {
    const { verified: holds, registrationInfo: info } = await judge.verifyRegistrationResponse({
      response: answer, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId,
      requireUserVerification: verified, supportedAlgorithmIDs: [-7, -8, -257],
    });
    return holds ? {
      holds, id: info.credential.id, publicKey: isoBase64URL.fromBuffer(info.credential.publicKey),
      counter: info.credential.counter, aaguid: info.aaguid, verified: info.userVerified,
      synced: info.credentialDeviceType === 'multiDevice',
    } : { holds };
  },
  async assertion({ answer, challenge, origin, rpId, verified, id, publicKey, counter }) {
    const { verified: holds, authenticationInfo: info } = await judge.verifyAuthenticationResponse({
      response: answer, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId,
      requireUserVerification: verified, credential: { id, publicKey: isoBase64URL.toBuffer(publicKey), counter },
    });
    return { holds, counter: info.newCounter };
  },
  // What it would ask in our place.
  creation: ({ rpId, rpName, userName }) => judge.generateRegistrationOptions({
    rpID: rpId, rpName, userName, supportedAlgorithmIDs: [-7, -8, -257],
    excludeCredentials: [{ id: 'AAAA', transports: ['usb'] }],
  }),
  request: ({ rpId }) => judge.generateAuthenticationOptions({
    rpID: rpId, allowCredentials: [{ id: 'AAAA', transports: ['usb'] }],
  }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { call, ...about } = JSON.parse(line);
  let said;
  try { said = await ask[call](about); } catch (error) { said = { holds: false, why: error.message }; }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

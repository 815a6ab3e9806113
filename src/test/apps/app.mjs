// An app behind Countersign, by openid-client: it is told over standard input what to do next, a JSON object a line, and
// says over standard output what came of it. Its own page is where people are sent back to.
import http from 'node:http';
import readline from 'node:readline';
import * as oidc from 'openid-client';

let config;
let ahead = 0;
const machine = Date.now;
// The server's clock stands still until a test moves it; the app follows it.
Date.now = () => machine() + ahead;
let arrived = [];
const told = [];

const server = http.createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/told') {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => { told.push(new URLSearchParams(body).get('logout_token')); response.end(); });
    return;
  }
  if (request.url.startsWith('/b')) arrived.push(request.url);
  response.setHeader('Content-Type', 'text/html');
  response.end('<!DOCTYPE html><html lang="en"><title>The app</title><link rel="icon" href="data:,"><main><h1>The app</h1></main>');
});
server.listen(0, '127.0.0.1');
await new Promise((done) => { server.on('listening', done); });
const own = `http://127.0.0.1:${server.address().port}`;

const calls = {
  own: () => ({ address: own }),
  async discover({ issuer, client, clientSecret, algorithm }) {
    config = await oidc.discovery(new URL(issuer), client,
      { client_secret: clientSecret, id_token_signed_response_alg: algorithm ?? 'ES256' }, undefined, { execute: [oidc.allowInsecureRequests] });
    return { metadata: config.serverMetadata() };
  },
  async begin({ more }) {
    const verifier = oidc.randomPKCECodeVerifier();
    const checks = { pkceCodeVerifier: verifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${own}/back`, scope: 'openid profile email organisations offline_access', state: checks.expectedState,
      nonce: checks.expectedNonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more });
    arrived = [];
    return { address: address.href, checks };
  },
  async finish({ checks, maxAge }) {
    const back = arrived.find((path) => path.startsWith('/back?'));
    if (!back) return { error: 'nobody came back' };
    const tokens = await oidc.authorizationCodeGrant(config, new URL(own + back), { ...checks, maxAge });
    return { tokens, claims: tokens.claims() };
  },
  returned: () => ({ paths: arrived }),
  async refresh({ token }) {
    const tokens = await oidc.refreshTokenGrant(config, token);
    return { tokens, claims: tokens.claims() };
  },
  userinfo: async ({ token, subject }) => ({ claims: await oidc.fetchUserInfo(config, token, subject) }),
  introspect: async ({ token }) => ({ said: await oidc.tokenIntrospection(config, token) }),
  revoke: async ({ token }) => { await oidc.tokenRevocation(config, token); return {}; },
  logout: ({ hint }) => ({ address: oidc.buildEndSessionUrl(config, { id_token_hint: hint, post_logout_redirect_uri: `${own}/bye`, state: 'bye1' }).href }),
  async device() { return { begun: await oidc.initiateDeviceAuthorization(config, { scope: 'openid email' }) }; },
  async poll({ begun }) {
    const tokens = await oidc.pollDeviceAuthorizationGrant(config, { ...begun, interval: 0 });
    return { tokens, claims: tokens.claims() };
  },
  told: () => ({ told }),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  ahead = question.now - machine();
  let answer;
  try {
    answer = await calls[question.call](question);
  } catch (e) {
    answer = { error: e.error ?? e.code ?? e.message, status: e.status, cause: String(e.cause?.message ?? '') };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);

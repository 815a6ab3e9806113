// An app behind Countersign, in one file: it sends whoever opens it to sign in, with two steps where they have them, and
// shows who came back. docs/integrating/node.md says how to start it.
import http from 'node:http';
import * as oidc from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;
if (!ISSUER || !CLIENT_ID || !CLIENT_SECRET) {
  console.error('Set ISSUER, CLIENT_ID and CLIENT_SECRET: docs/integrating/node.md');
  process.exit(1);
}
const own = `http://localhost:${PORT}`;
const config = await oidc.discovery(new URL(ISSUER), CLIENT_ID,
  { client_secret: CLIENT_SECRET, id_token_signed_response_alg: 'ES256' }, undefined,
  { execute: ISSUER.startsWith('http:') ? [oidc.allowInsecureRequests] : [] });

// Where people are sent, and what has to be true of their coming back. In earnest this is kept in the browser's own
// session: here a link that somebody else began would be taken too.
const waiting = new Map();

async function begin(response) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  waiting.set(checks.expectedState, checks);
  const to = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${own}/back`, scope: 'openid profile email', acr_values: 'urn:countersign:aal2',
    state: checks.expectedState, nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
  });
  response.writeHead(302, { Location: to.href }).end();
}

async function back(url, response) {
  const state = url.searchParams.get('state');
  const checks = waiting.get(state);
  waiting.delete(state);
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  if (!checks) {
    response.writeHead(400).end('Begin again at /');
    return;
  }
  try {
    const tokens = await oidc.authorizationCodeGrant(config, url, checks);
    response.end(`Signed in: ${JSON.stringify(tokens.claims(), null, 2)}`);
  } catch (e) {
    // With 401 the server does not know this app.
    const why = e.status === 401 ? 'CLIENT_ID or CLIENT_SECRET is not right' : e.error_description ?? e.message;
    console.error(`Not signed in: ${e.error ?? e.code}. ${why}`);
    response.writeHead(403).end(`Not signed in: ${e.error ?? e.code}`);
  }
}

http.createServer((request, response) => {
  const url = new URL(request.url, own);
  if (url.pathname === '/back') return back(url, response);
  if (url.pathname === '/') return begin(response);
  return response.writeHead(404).end();
}).listen(PORT, 'localhost', () => console.log(`Open ${own}`));

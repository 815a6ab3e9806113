// A program on somebody's own device that signs its person in with the system's browser (RFC 8252): it listens on a free
// port of the loopback address, and proves by PKCE that request and code are of one hand. docs/integrating/native.md says
// how to start it. No packages.
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';

const { ISSUER = 'http://localhost:8080', CLIENT_ID } = process.env;
if (!CLIENT_ID) {
  console.error('Set CLIENT_ID: docs/integrating/native.md');
  process.exit(1);
}
const found = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();
const verifier = randomBytes(32).toString('base64url'), state = randomBytes(16).toString('base64url');

// The one request that comes back ends it; another program on this device that guesses the port lacks the state.
function comingBack(server) {
  return new Promise((resolve) => {
    server.on('request', (request, response) => {
      const to = new URL(request.url, 'http://127.0.0.1');
      const ours = to.pathname === '/back' && to.searchParams.get('state') === state && to.searchParams.get('iss') === found.issuer;
      response.writeHead(ours ? 200 : 404, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
      response.end(ours ? 'You can close this window and go back to the program.\n' : '');
      if (ours) resolve(to.searchParams);
    });
  });
}

const server = http.createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const redirect = `http://127.0.0.1:${server.address().port}/back`;
const to = new URL(found.authorization_endpoint);
to.search = new URLSearchParams({
  client_id: CLIENT_ID, redirect_uri: redirect, response_type: 'code', scope: 'openid email', state,
  code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
});
console.log(`Open this address in your browser:\n${to}`);
const back = await comingBack(server);
server.close();
if (back.has('error')) {
  console.log(`Not signed in: ${back.get('error')}. ${back.get('error_description') ?? ''}`);
  process.exit(1);
}
const tokens = await (await fetch(found.token_endpoint, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'authorization_code', code: back.get('code'), redirect_uri: redirect, client_id: CLIENT_ID, code_verifier: verifier }),
})).json();
// The token came from the server itself, over the address that the program was given: its signature needs no look.
const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url'));
console.log(`Signed in: ${claims.email} (${claims.acr})`);

// An OpenID Connect provider for tests: says where it listens, reads the redirect address from its input, then serves until it is
// stopped. Whoever signs in has the login as subject and as staff_number.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

let answer;
const provider = new Promise((resolve) => { answer = resolve; });
const server = createServer(async (request, response) => (await provider).callback()(request, response));
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

const lines = createInterface({ input: process.stdin });
lines.once('line', (redirect) => answer(new Provider(`http://127.0.0.1:${server.address().port}`, {
  clients: [{
    client_id: 'octant',
    client_secret: 'a secret between the two: 100% +/&',
    redirect_uris: [redirect],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  pkce: { required: () => true },
  claims: { openid: ['sub', 'staff_number'] },
  conformIdTokenClaims: false,
  findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, staff_number: id }) }),
  cookies: { keys: ['of the tests'] },
})));
lines.once('close', () => process.exit());

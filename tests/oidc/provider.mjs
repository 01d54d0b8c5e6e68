// A real identity provider for the stories in tests/stories/oidc: oidc-provider, certified by the OpenID Foundation.
// It says on standard output where it is, and ends when its standard input does: no story leaves it behind.
//
// Services get tokens at /token with client_credentials, from one client for each algorithm; their scopes are their
// roles. People sign in with a browser and the authorization code flow; POST /people/{person} is that browser.

import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider, errors } from 'oidc-provider';

const ALGORITHMS = {
  RS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  EdDSA: ['ed25519', {}],
};
const AUDIENCES = { 'urn:city:sachstand': 'sachstand', 'urn:city:other': 'other' };
const PEOPLE = {
  anna: { name: 'Anna Beispiel', roles: ['editor'] },
  vera: { name: 'Vera Muster', roles: ['viewer', 'offline_access'] },
  bert: { name: 'Bert Ohne', roles: [] },
  ada: { name: 'Ada Amt', roles: ['admin'] },
};
const SECRET = 'secret';
const ROLES = 'viewer editor admin';
const REDIRECT = 'https://sachstand.invalid/signed-in';
// The browser flow ends at a client of the same name as the audience: an ID token differs from what may be asked with
// in its type alone.
const BROWSER = 'sachstand';

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const key = (alg) => {
  const { privateKey } = generateKeyPairSync(...ALGORITHMS[alg]);
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: `key-${alg}` };
};

const machine = (alg) => ({
  client_id: `machine-${alg}`,
  client_secret: SECRET,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
});

const provider = new Provider(issuer, {
  clients: [
    ...Object.keys(ALGORITHMS).map(machine),
    { client_id: BROWSER, client_secret: SECRET, redirect_uris: [REDIRECT] },
  ],
  claims: { openid: ['sub'], profile: ['name'] },
  // The ID token says as much of the person as it can.
  conformIdTokenClaims: false,
  cookies: { keys: [randomBytes(32).toString('hex')] },
  extraTokenClaims: (_, token) => {
    const person = PEOPLE[token.accountId];
    return { name: person?.name, realm_access: { roles: person?.roles ?? token.scope?.split(' ') ?? [] } };
  },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource, client) => {
        const audience = AUDIENCES[resource];
        if (!audience) throw new errors.InvalidTarget();
        const alg = client.clientId.split('-')[1] ?? 'RS256';
        return { scope: ROLES, audience, accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg } } };
      },
    },
  },
  findAccount: (_, id) => PEOPLE[id] && { accountId: id, claims: () => ({ sub: id, name: PEOPLE[id].name }) },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  jwks: { keys: Object.keys(ALGORITHMS).map(key) },
  ttl: { AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 60, Session: 600 },
});

// Whoever is named signs in and agrees.
const interact = async (request, response) => {
  const { params, prompt, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: params.login_hint } });
    return;
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
};

// What a browser does: it keeps cookies and follows redirections, up to that which gives the code to the client.
const signIn = async (person) => {
  const verifier = randomBytes(32).toString('base64url');
  const resource = 'urn:city:sachstand';
  const query = new URLSearchParams({
    client_id: BROWSER,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: person,
    redirect_uri: REDIRECT,
    resource,
    response_type: 'code',
    scope: 'openid profile',
  });
  const cookies = new Map();
  let place = `${issuer}/auth?${query}`;
  while (!place.startsWith(REDIRECT)) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(place, { headers: { cookie }, redirect: 'manual' });
    for (const set of answer.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0].split('=');
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`${place}: ${answer.status} ${await answer.text()}`);
    place = new URL(location, issuer).href;
  }
  const code = new URL(place).searchParams.get('code');
  if (!code) throw new Error(place);
  const headers = { authorization: `Basic ${Buffer.from(`${BROWSER}:${SECRET}`).toString('base64')}` };
  const grant = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT, resource };
  const answer = await fetch(`${issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(grant) });
  return answer.text();
};

const callback = provider.callback();
server.on('request', async (request, response) => {
  try {
    const [, first, second] = request.url.split('/');
    if (first === 'interaction') await interact(request, response);
    else if (first === 'people') response.setHeader('content-type', 'application/json').end(await signIn(second));
    else callback(request, response);
  } catch (error) {
    response.writeHead(500).end(`${error.stack}`);
  }
});

process.stdin.on('end', () => process.exit()).resume();
console.log(`issuer ${issuer}`);

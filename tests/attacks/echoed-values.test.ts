import { world } from '../support/world.js';

const SECRET = 'hunter2secret';

/** Documents in which a secret stands where it does not belong. */
const documents = [
  `mutation { login(input: "${SECRET}") { errors { code } } }`,
  `mutation { login(input: ["${SECRET}"]) { errors { code } } }`,
  `mutation { login(input: { identifier: "a", password: "b", refreshTokenDelivery: "${SECRET}" }) { errors { code } } }`,
  `mutation { login(input: { identifier: "a", password: "b", refreshTokenDelivery: ${SECRET} }) { errors { code } } }`,
  `mutation { login(input: { identifier: "a", password: ["${SECRET}"] }) { errors { code } } }`,
  `mutation { login(input: { identifier: "a", password: { is: "${SECRET}" } }) { errors { code } } }`,
  `mutation { login(input: { identifier: "a" password "${SECRET}" }) { errors { code } } }`,
  `mutation { login("${SECRET}") { errors { code } } }`,
  `"${SECRET}"`,
];

describe('a value that does not fit', () => {
  it('is not repeated by the error that says so', async () => {
    const here = await world();
    for (const query of documents) {
      const response = await fetch(`${here.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const text = await response.text();
      expect(response.status).toBe(400);
      expect(text).toContain('"code":"GRAPHQL_');
      expect(text).not.toContain(SECRET);
    }
    expect(JSON.stringify(here.log.lines)).not.toContain(SECRET);
  });

  it('is not repeated where it comes as a variable', async () => {
    const here = await world();
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { errors { code } } }';
    const login = { identifier: 'a', password: 'b' };
    for (const input of [
      SECRET,
      [SECRET],
      { ...login, password: [SECRET] },
      { ...login, refreshTokenDelivery: SECRET },
    ]) {
      const response = await fetch(`${here.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { input } }),
      });
      const text = await response.text();
      expect(response.status).toBe(400);
      expect(text).toContain('"code":"BAD_USER_INPUT"');
      expect(text).not.toContain(SECRET);
    }
  });
});

describe('what can not be understood at all', () => {
  it('is a clean refusal and no fault of ours', async () => {
    const here = await world();
    const deep = `{ ${'me { roles '.repeat(8_000)}`;
    const nested = await fetch(`${here.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: deep }),
    });
    expect(nested.status).toBe(400);
    expect(await nested.text()).toContain('QUERY_TOO_COMPLEX');

    const path = await fetch(`${here.url}/%`);
    expect(path.status).toBe(400);
    expect(await path.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(here.log.errors()).toEqual([]);
  });
});

import type { RawAnswer } from '../support/raw-request.js';
import { asks, gets, sends } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

/** All that a client sees of an answer; ids of requests are their own. */
function seen({ status, headers, text }: RawAnswer): object {
  const kept = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return { status, headers: Object.fromEntries(kept), text: text.replace(/"requestId":"[^"]+"/, '"requestId":""') };
}

/** An operation is known from the second time on. */
async function expectSameEachTime(send: () => Promise<RawAnswer>): Promise<RawAnswer> {
  const first = await send();
  for (let again = 0; again < 2; again += 1) expect(seen(await send())).toEqual(seen(first));
  return first;
}

const LOGIN = 'mutation Login($input: LoginInput!) { login(input: $input) { user { email } errors { code path } } }';

async function bearer(here: World): Promise<Record<string, string>> {
  const laptop = await here.person('Alice').joins();
  return { authorization: `Bearer ${laptop.tokens?.accessToken}` };
}

describe('an operation that is asked again', () => {
  it('answers as it did the first time', async () => {
    const here = await world();
    const headers = await bearer(here);

    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json', 'text/html, */*;q=0.1']) {
      const query = '{ me { id email emailVerified createdAt lastLoginAt username roles { name } permissions } }';
      const answer = await expectSameEachTime(() => asks(here.url, query, {}, { ...headers, accept }));
      expect(answer.json.data?.['me']).toMatchObject({ email: 'alice@example.com' });
    }
  });

  it('fails as it did the first time', async () => {
    const here = await world();
    const revoked = await bearer(here);
    await (await here.inspect()).run('update sessions set ended_at = created_at');

    const me = '{ me { id } authOptions { passwordMinLength } }';
    const answer = await expectSameEachTime(() => asks(here.url, me, {}, revoked));
    expect(answer.json.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' });
    const wrong = { input: { identifier: 'nobody@example.com', password: 'wrong' } };
    await expectSameEachTime(() => asks(here.url, LOGIN, wrong));
    const revoke = 'mutation { revokeOtherSessions { revokedCount } }';
    expect((await expectSameEachTime(() => asks(here.url, revoke))).code).toBe('UNAUTHENTICATED');
  });

  it('masks what goes wrong inside as it did the first time', async () => {
    const here = await world();
    const headers = await bearer(here);
    const query = '{ me { events { nodes { id } } } }';
    await asks(here.url, query, {}, headers);
    await (await here.inspect()).run('alter table events rename to gone');

    const answer = await asks(here.url, query, {}, headers);
    expect(answer.text).not.toMatch(/gone|table|select/);
    expect(answer.json.errors?.[0]?.extensions).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('is refused for variables that do not fit, and for another name, as one not known', async () => {
    const here = await world();
    const right = { query: LOGIN, variables: { input: { identifier: 'a', password: 'b' } } };
    const wrongs = [
      { ...right, variables: { input: { identifier: 'a' } } },
      { ...right, variables: { input: { identifier: 'a', password: 7 } } },
      { ...right, variables: [] },
      { ...right, variables: 'x' },
      { ...right, variables: undefined },
      { ...right, operationName: 'Other' },
      { ...right, operationName: 7 },
      { ...right, extensions: 'x' },
    ].map((body) => JSON.stringify(body));
    const unknown = [];
    for (const body of wrongs) unknown.push(seen(await sends(here.url, body)));
    await asks(here.url, LOGIN, right.variables);
    await asks(here.url, LOGIN, right.variables);

    for (const [index, body] of wrongs.entries()) expect(seen(await sends(here.url, body))).toEqual(unknown[index]);
  });

  it('is refused for an Accept that cannot be served, each time, and learns nothing from that', async () => {
    const here = await world();
    const query = '{ authOptions { passwordMinLength } }';

    for (const accept of ['text/html', 'image/webp']) {
      expect((await expectSameEachTime(() => asks(here.url, query, {}, { accept }))).status).toBe(406);
      expect((await asks(here.url, query)).status).toBe(200);
      expect((await asks(here.url, query, {}, { accept })).status).toBe(406);
    }
  });

  it('is still refused by GET where it is a mutation, and as another type of content', async () => {
    const here = await world();
    const mutation = 'mutation { logout { success } }';
    for (let time = 0; time < 2; time += 1) await asks(here.url, mutation);

    const byGet = await gets(`${here.url}/graphql?query=${encodeURIComponent(mutation)}`, {
      'x-apollo-operation-name': 'x',
    });
    expect(byGet.status).toBe(405);
    const asText = await sends(here.url, JSON.stringify({ query: mutation }), { 'content-type': 'text/plain' });
    expect(asText.status).toBeGreaterThanOrEqual(400);
  });

  it('ends with the session, at once', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    for (let time = 0; time < 3; time += 1) await laptop.asksMe();
    await laptop.logsOut();

    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
  });
});

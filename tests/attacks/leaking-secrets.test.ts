import { minutes } from '../../src/kernel/duration.js';
import { createLogger } from '../../src/server/logger.js';
import { Canaries } from '../support/canaries.js';
import { errorsToo, everyRow } from '../support/every-trace.js';
import { asks, gets, type RawAnswer, sends } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

const PASSWORD = 'canary password Qz7-Wx9-Vb3';
const WRONG = 'canary wrong password Lk2-Pm4';
const NEXT = 'canary next password Jh8-Gt5';
const STRAY = 'canaryStrayKd6Rn1Bf0Ys';

interface Run {
  readonly here: World;
  readonly canaries: Canaries;
  /** What answered nothing that it should have hidden: errors, refusals, pages. */
  readonly answers: RawAnswer[];
}

/** Everything that a person and an attacker do, with secrets that would be found anywhere. */
async function everything(): Promise<Run> {
  const here = await world();
  const canaries = new Canaries();
  const answers: RawAnswer[] = [];
  for (const [name, secret] of Object.entries({ PASSWORD, WRONG, NEXT, STRAY })) canaries.add(name, secret);
  await livesThrough(here, canaries);
  await misplaces(here, answers);
  await here.users.deliverMail();
  await here.users.recordAccess();
  return { here, canaries, answers };
}

async function livesThrough(here: World, canaries: Canaries): Promise<void> {
  const alice = here.person('Alice');
  alice.password = PASSWORD;
  const keep = async () => {
    const { token } = await alice.newestMail();
    canaries.add('mailed token', token);
    return token;
  };
  await alice.registers();
  await keep();
  here.clock.passes(minutes(2));
  await alice.asksForTheMailAgain();
  await alice.verifies(await keep());
  const laptop = await alice.signsIn();
  const keepTokens = () => {
    canaries.add('access token', laptop.tokens?.accessToken);
    canaries.add('refresh token', laptop.tokens?.refreshToken);
  };
  keepTokens();
  await alice.triesToLogIn(WRONG);
  await alice.triesToLogIn(WRONG, WRONG);
  const used = laptop.tokens?.refreshToken ?? '';
  await laptop.refreshes();
  keepTokens();
  await laptop.changesPassword(NEXT, PASSWORD);
  keepTokens();
  await laptop.updatesMe({ email: 'alice2@example.com', currentPassword: NEXT });
  canaries.add('mailed token', (await here.newestMailTo('alice2@example.com')).token);
  await laptop.updatesMe({ name: 'Alice', email: 'alice3@example.com', currentPassword: WRONG });
  here.clock.passes(minutes(2));
  await laptop.refreshes(used);
  await alice.verifiesByCode('000000');
  await alice.asksForAPasswordReset();
  await alice.resetsPasswordByCode(PASSWORD, '000000');
  const reset = await keep();
  await alice.resetsPassword(WRONG.slice(0, 3), reset);
  await alice.resetsPassword(`${NEXT}!`, reset);
  await alice.resetsPassword(PASSWORD, reset);
  await laptop.deletesMe(WRONG).catch(() => undefined);
}

/** Secrets where they don't belong: in names, headers, cookies, addresses, and in what can't be read at all. */
async function misplaces({ url }: World, answers: RawAnswer[]): Promise<void> {
  const login = 'mutation ($input: LoginInput!) { login(input: $input) { errors { code } } }';
  const input = { identifier: 'alice@example.com', password: PASSWORD };
  // An unknown name is repeated to who sent it, so that typing errors are found; but nowhere else.
  await asks(url, login, { input: { ...input, [STRAY]: 1 } });
  answers.push(
    await asks(url, login, { input: { ...input, identifier: { password: PASSWORD } } }),
    await asks(url, login, { [STRAY]: PASSWORD }),
    await asks(url, `query ${STRAY} { me { id } }`, { input }),
    await asks(url, `{ me { id } } # ${PASSWORD}`),
    await asks(url, `mutation { login(input: { identifier: "a", password: "${PASSWORD}" `),
    await asks(url, `mutation { login(input: { identifier: "a", password: ["${PASSWORD}"] }) { errors { code } } }`),
    await asks(
      url,
      `mutation { login(input: { identifier: "a", password: "b", otp: "${PASSWORD}" }) { errors { code } } }`,
    ),
    await asks(url, `{ checkPassword(password: """${PASSWORD}""", ${'x: 1 '.repeat(3_000)}) { acceptable } }`),
    await sends(url, `{"query": "{ me { id } }", "variables": {"password": "${PASSWORD}"`),
    await sends(url, `password=${PASSWORD}`, { 'content-type': 'application/x-www-form-urlencoded' }),
    await sends(url, JSON.stringify({ query: '{ me { id } }', operationName: PASSWORD })),
    await sends(
      url,
      JSON.stringify({ query: '{ me { id } }', extensions: { persistedQuery: { version: 1, sha256Hash: STRAY } } }),
    ),
    await asks(url, '{ me { id } }', {}, { authorization: `Bearer ${STRAY}` }),
    await asks(
      url,
      '{ me { id } }',
      {},
      { authorization: `Basic ${Buffer.from(`alice:${PASSWORD}`).toString('base64')}` },
    ),
    await asks(
      url,
      'mutation { refresh { errors { code } } }',
      {},
      { cookie: `refresh_token=${STRAY}`, origin: 'https://evil.example' },
    ),
    await gets(`${url}/graphql?query={me{id}}&password=${STRAY}`),
    await gets(`${url}/${STRAY}?token=${STRAY}`),
    await gets(`${url}/verify-email?other=${STRAY}`),
    await gets(`${url}/metrics?token=${STRAY}`, { authorization: `Bearer ${STRAY}` }),
  );
}

describe('secrets', () => {
  it('stand in no table, no log line and no refusal, in no form', async () => {
    const { here, canaries, answers } = await everything();
    const rows = await everyRow(here);
    const lines = JSON.stringify(here.log.lines, errorsToo);

    expect(canaries.size).toBeGreaterThan(10);
    expect(rows).toContain('alice@example.com');
    expect(here.log.lines.some(({ level }) => level === 'debug' || level === 'info')).toBe(true);
    // What passes through the server's own logger is cleaned once more; this is what reaches it at all.
    expect(canaries.in(lines.replaceAll(/"message":"\[query\][^\n]*?","fields"/g, '"fields"'))).toEqual([]);
    expect(canaries.in(rows)).toEqual([]);
    for (const answer of answers) {
      expect(canaries.in(`${answer.text}\n${JSON.stringify([...answer.headers])}`)).toEqual([]);
    }
  });

  it('stand in no line of the server’s log at its most talkative', async () => {
    const { here, canaries } = await everything();
    const written: string[] = [];
    const logger = await createLogger({ level: 'debug', format: 'json' }, { write: (line) => void written.push(line) });
    for (const { level, message, fields } of here.log.lines) logger[level](message, fields);

    expect(written.length).toBeGreaterThan(20);
    expect(canaries.in(written.join('\n'))).toEqual([]);
  });

  it('stand in the mail that carries them, and in no other', async () => {
    const { here, canaries } = await everything();
    const mails = [...(await here.mailsTo('alice@example.com')), ...(await here.mailsTo('alice2@example.com'))];

    expect(mails.length).toBeGreaterThan(4);
    for (const mail of mails) {
      const found = canaries.in(`${mail.subject}\n${mail.text}\n${mail.html}`);
      expect(found.filter((name) => !name.startsWith('mailed token'))).toEqual([]);
      expect(found.length > 0).toBe(/\?token=/.test(mail.text));
      expect(canaries.in(mail.subject)).toEqual([]);
    }
  });

  it('stand in no history that a user or an administrator may read', async () => {
    const { here, canaries } = await everything();
    const phone = await here.person('Root').joinsAsAdmin();

    expect(canaries.in(JSON.stringify(await phone.listsEvents({ first: 100 })))).toEqual([]);
    expect(canaries.in(JSON.stringify(await (await here.inspect()).rows('events')))).toEqual([]);
  });

  it('would be found in any form: the control', () => {
    const canaries = new Canaries();
    canaries.add('password', PASSWORD);
    const from = (sent: string): Buffer => Buffer.from(sent);

    for (const [form, text] of Object.entries({
      'as it is': `a${PASSWORD}b`,
      'in hex': from(`{"a":"${PASSWORD}"}`).toString('hex'),
      'in base64': from(`{"a":"${PASSWORD}"}`).toString('base64'),
      'in base64url': from(`x{"a":"${PASSWORD}"}`).toString('base64url'),
      'for a URL': `?a=${encodeURIComponent(PASSWORD)}`,
      'for a form': new URLSearchParams({ a: PASSWORD }).toString(),
    })) {
      expect(canaries.in(text).join()).toContain(form);
    }
    expect(canaries.in('canary password')).toEqual([]);
  });

  it('would be found in a table or in the log: the control', async () => {
    const { here, canaries } = await everything();
    await (await here.inspect()).run(`update users set name = '${PASSWORD}'`);
    here.log.debug('a careless line', { input: { password: PASSWORD } });

    expect(canaries.in(await everyRow(here))).toContain('PASSWORD, as it is');
    expect(canaries.in(JSON.stringify(here.log.lines))).toContain('PASSWORD, as it is');
  });
});

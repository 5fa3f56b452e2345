import { minutes } from '../../src/kernel/duration.js';
import { createLogger } from '../../src/server/logger.js';
import { at, picture, sends, ticketOf } from '../avatars/gallery.js';
import { exchanges, FRONTEND } from '../identities/google.js';
import { BeginIdentityLinkDocument, LoginWithGoogleDocument } from '../operations/operations.js';
import { Administrator, idOf } from '../support/administrator.js';
import { BrowserTab } from '../support/browser-tab.js';
import { Canaries } from '../support/canaries.js';
import { errorsToo, everyRow } from '../support/every-trace.js';
import { HostileProvider } from '../support/hostile-provider.js';
import { CLIENT } from '../support/identity-provider.mjs';
import { gets, type RawAnswer } from '../support/raw-request.js';
import { startS3 } from '../support/s3-server.js';
import { SECRET_KEY, type World, world } from '../support/world.js';
import { imports } from '../user-transfer/files.js';

const S3_SECRET = 'canary-s3-secret-Tz4Hq9Ln2Wd7';
const METRICS_TOKEN = 'canary-metrics-token-Rb8Xc3Vk';
const ADMIN_PASSWORD = 'canary admin password Yp5-Sg1';
const IMPORTED = '$2b$04$Hyc4K6OEw1E0tSz6XmICzegwREV0mLU2b6jtqha7iKnfUUq0voBUm';
const CHOSEN = 'canary chosen password Fw6-Ne3';
const CLIENT_SECRET = 'canary-client-secret-Uj7Oa2Mi5';

interface Run {
  readonly here: World;
  readonly canaries: Canaries;
  readonly answers: readonly RawAnswer[];
}

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

/** What operators configure and do, what providers send, and what stands in paths: all with secrets that would be found. */
async function everything(): Promise<Run> {
  const provider = await HostileProvider.start();
  const s3 = await startS3();
  running.push({ stop: () => provider.stops() }, { stop: s3.stop });
  const here = await world({
    frontendUrl: FRONTEND,
    now: new Date(),
    rateLimits: false,
    firstAdministrator: { email: 'ada@example.com', password: ADMIN_PASSWORD },
    avatarStorage: { kind: 's3', ...s3.location, secretAccessKey: S3_SECRET },
    identityProviders: [
      {
        id: 'google',
        name: 'Google',
        issuer: provider.issuer,
        scopes: ['openid', 'email'],
        clientId: CLIENT.clientId,
        clientSecret: CLIENT_SECRET,
      },
    ],
    server: { metrics: { token: METRICS_TOKEN, withoutToken: 'everybody' } },
  });
  const canaries = new Canaries();
  const configured = { SECRET_KEY, S3_SECRET, METRICS_TOKEN, ADMIN_PASSWORD, CLIENT_SECRET, CHOSEN };
  for (const [name, secret] of Object.entries(configured)) canaries.add(name, secret);
  await here.users.start();
  const answers = [
    await gets(`${here.url}/metrics`, { authorization: `Bearer ${METRICS_TOKEN}` }),
    ...(await usesProviders(here, provider, canaries)),
    ...(await sendsPictures(here, s3, canaries)),
  ];
  await administers(here, canaries);
  await here.users.deliverMail();
  await here.users.cleanUp();
  return { here, canaries, answers };
}

async function usesProviders(here: World, provider: HostileProvider, canaries: Canaries): Promise<RawAnswer[]> {
  const tab = new BrowserTab(here);
  const { url, passed } = await tab.opens(`${here.publicUrl}/auth/google`);
  for (const step of passed) {
    for (const [name, value] of new URL(step).searchParams) {
      if (['state', 'nonce', 'code'].includes(name)) canaries.add(`${name} of a sign-in`, value);
    }
  }
  for (const [name, value] of Object.entries(await tab.cookies())) canaries.add(`cookie ${name}`, value);
  const { tokens } = await exchanges(tab, url.searchParams.get('code') ?? '');
  canaries.add('access token', tokens?.accessToken);
  canaries.add('refresh token', tokens?.refreshToken);

  const phone = here.person('Anyone').device();
  const idToken = await provider.idToken();
  canaries.add('ID token', idToken);
  await phone.asks(LoginWithGoogleDocument, { input: { idToken } });
  provider.misdeeds = { claims: { aud: 'another' } };
  const wrong = await provider.idToken();
  canaries.add('ID token of another', wrong);
  await phone.asks(LoginWithGoogleDocument, { input: { idToken: wrong } });

  const bob = await here.person('Bob').joins();
  const link = { input: { provider: 'google' } };
  const { data } = await tab.asks(BeginIdentityLinkDocument, link, bob.tokens?.accessToken);
  const startUrl = data?.beginIdentityLink.startUrl ?? '';
  for (const value of new URL(startUrl).searchParams.values())
    if (value.length > 20) canaries.add('link ticket', value);
  // The provider fails, and repeats what it was sent.
  provider.misdeeds = {
    answers: { token: (response) => void response.writeHead(500).end(`{"error":"${CLIENT_SECRET} ${idToken}"}`) },
  };
  await new BrowserTab(here).opens(`${here.publicUrl}/auth/google`);
  const known = passed.find((step) => step.includes('/callback'));
  return [
    await gets(at(here, startUrl)),
    await gets(at(here, known ?? '')),
    await gets(`${here.url}/auth/google/callback?state=x&code=${CLIENT_SECRET}`),
  ];
}

async function sendsPictures(here: World, s3: { stop(): Promise<void> }, canaries: Canaries): Promise<RawAnswer[]> {
  const laptop = await here.person('Carol').joins();
  const fresh = async () => {
    const url = await ticketOf(laptop);
    canaries.add('ticket', url.split('/').at(-1));
    return url;
  };
  const url = await fresh();
  const answers = [
    await sends(here, url, 'no picture'),
    await sends(here, url, await picture()),
    await sends(here, url, await picture()),
    await gets(at(here, url)),
  ];
  const another = await fresh();
  await s3.stop();
  running.pop();
  return [...answers, await sends(here, another, await picture())];
}

async function administers(here: World, canaries: Canaries): Promise<void> {
  const person = here.person('Ada');
  person.password = ADMIN_PASSWORD;
  const ada = new Administrator(await person.signsIn());
  canaries.add('access token', ada.device.tokens?.accessToken);
  const mailed = async (address: string) => {
    const { token } = await here.newestMailTo(address);
    canaries.add('mailed token', token);
    return token;
  };
  await ada.creates({ email: 'dora@example.com', name: 'Dora' });
  const invited = here.person('Dora');
  await invited.resetsPassword(CHOSEN, await mailed(invited.email));
  const dora = await idOf(await invited.signsIn());
  here.clock.passes(minutes(2));
  await ada.sendsReset(dora);
  await mailed('dora@example.com');
  await ada.updates({ userId: dora, name: 'Dora D.' });
  await ada.suspends(dora, 'spam');
  await ada.reinstates(dora);
  const link = await here.users.operator.resetLink('dora@example.com');
  if (!link.ok) throw new Error('no link');
  canaries.add('link of an operator', /token=([\w-]+)/.exec(JSON.stringify(link.value))?.[1]);
  await imports(
    here,
    `email,email_verified,password_hash\nerin@example.com,true,${IMPORTED}\nnobody,true,${IMPORTED}\n`,
  );
  await here.person('Erin').triesToLogIn('correct horse battery');
}

/** What the server writes of all that it was told to log. */
async function atItsMostTalkative({ log }: World): Promise<string> {
  const written: string[] = [];
  const logger = await createLogger({ level: 'debug', format: 'json' }, { write: (line) => void written.push(line) });
  for (const { level, message, fields } of log.lines) logger[level](message, fields);
  expect(written.length).toBeGreaterThan(20);
  return written.join('\n');
}

describe('keys, tickets, codes and tokens of others', () => {
  it('stand in no table, no log line and no answer, in no form', async () => {
    const { here, canaries, answers } = await everything();
    const rows = await everyRow(here);
    const lines = JSON.stringify(here.log.lines, errorsToo);

    expect(canaries.names).toEqual(
      expect.arrayContaining([
        'state of a sign-in',
        'nonce of a sign-in',
        'code of a sign-in',
        'ID token',
        'link ticket',
        'ticket',
        'mailed token',
        'link of an operator',
      ]),
    );
    expect(canaries.in(rows)).toEqual([]);
    expect(canaries.in(lines.replaceAll(/"message":"\[query\][^\n]*?","fields"/g, '"fields"'))).toEqual([]);
    canaries.add('imported hash', IMPORTED);
    expect(canaries.in(await atItsMostTalkative(here))).toEqual([]);
    for (const answer of answers) {
      expect(canaries.in(`${answer.text}\n${JSON.stringify([...answer.headers])}`)).toEqual([]);
    }
  });
});

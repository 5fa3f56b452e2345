import { minutes, seconds } from '../../src/kernel/duration.js';
import { MailDelayed, MailRefused, type RenderedMail } from '../../src/mail/mail-transport.js';
import { SendgridTransport } from '../../src/mail/sendgrid-transport.js';
import { TestClock } from '../support/test-clock.js';
import { letter } from './letter.js';
import { refusal, type SendgridAnswer, SendgridHost } from './sendgrid-host.js';

const apiKey = 'SG.a-key-for-tests.alone';
const clock = new TestClock();

function transportTo(baseUrl: string): SendgridTransport {
  return new SendgridTransport({ apiKey, baseUrl, clock });
}

async function failure(answer: SendgridAnswer | null, mail: Partial<RenderedMail> = {}): Promise<Error> {
  const host = await SendgridHost.open();
  host.answers = [answer];
  return failureAt(host.url, mail);
}

async function failureAt(url: string, mail: Partial<RenderedMail> = {}): Promise<Error> {
  const outcome: unknown = await transportTo(url)
    .send(letter(mail))
    .catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error('the mail was sent');
}

test('a mail is one request with all that SendGrid needs, and nothing is tracked', async () => {
  const host = await SendgridHost.open();
  const mail = letter();
  await transportTo(host.url).send(mail);
  expect(host.requests).toEqual([
    {
      method: 'POST',
      path: '/v3/mail/send',
      authorization: `Bearer ${apiKey}`,
      contentType: 'application/json',
      mail: {
        from: { email: 'no-reply@users.example', name: 'Users, Inc.' },
        personalizations: [{ to: [{ email: 'alice@example.com' }] }],
        subject: 'Hello',
        content: [
          { type: 'text/plain', value: mail.text },
          { type: 'text/html', value: mail.html },
        ],
        categories: ['verify_email'],
        headers: {
          'Message-ID': '<one@users.example>',
          'X-Mail-Kind': 'verify_email',
          'Content-Language': 'en',
          'Auto-Submitted': 'auto-generated',
        },
        tracking_settings: {
          click_tracking: { enable: false, enable_text: false },
          open_tracking: { enable: false },
          subscription_tracking: { enable: false },
        },
      },
    },
  ]);
});

test('two installations in one process keep their keys apart', async () => {
  const [one, other] = [await SendgridHost.open(), await SendgridHost.open()];
  const first = new SendgridTransport({ apiKey: 'SG.one', baseUrl: one.url, clock });
  const second = new SendgridTransport({ apiKey: 'SG.other', baseUrl: other.url, clock });
  await second.send(letter());
  await first.send(letter());
  expect(one.requests.map(({ authorization }) => authorization)).toEqual(['Bearer SG.one']);
  expect(other.requests.map(({ authorization }) => authorization)).toEqual(['Bearer SG.other']);
});

test.each(['alice@example.com, eve@example.com', 'Alice <eve@example.com>', 'alice@example.com;eve@example.com'])(
  'a text that reads like several addresses never becomes several: %s',
  async (to) => {
    const host = await SendgridHost.open();
    await transportTo(host.url).send(letter({ to }));
    expect(host.mails.map(({ personalizations }) => personalizations)).toEqual([[{ to: [{ email: to }] }]]);
  },
);

test('a mail that SendGrid will never take is refused, with the field and without the prose', async () => {
  const prose = 'Does not contain a valid address: alice@example.com https://app.example/secret';
  const error = await failure(refusal(400, prose, 'personalizations.0.to.0.email'));
  expect(error).toBeInstanceOf(MailRefused);
  expect(error.message).toBe('SendGrid 400 personalizations.0.to.0.email');
});

test.each([406, 413, 415, 422])('%d is no answer to ask twice for', async (status) => {
  expect(await failure(refusal(status, 'no'))).toBeInstanceOf(MailRefused);
});

test.each([401, 403, 404])('%d is for an operator to mend and ends no mail', async (status) => {
  const error = await failure(refusal(status, 'The provided authorization grant is invalid, expired, or revoked'));
  expect(error).toBeInstanceOf(MailDelayed);
  expect(error.message).toBe(`SendGrid ${status}`);
});

test.each([408, 429, 500, 502, 503, 504])('after %d it is asked again', async (status) => {
  const error = await failure(refusal(status, 'later'));
  expect(error).toBeInstanceOf(MailDelayed);
  expect((error as MailDelayed).retryAfter).toBeNull();
});

test('a provider says how long it wants to be left alone in any of three ways', async () => {
  const at = (passed: number) => new Date(clock.now().getTime() + passed);
  const asked = async (headers: Record<string, string>) =>
    ((await failure({ ...refusal(429, 'too many requests'), headers })) as MailDelayed).retryAfter;

  expect(await asked({ 'retry-after': '120' })).toBe(minutes(2));
  expect(await asked({ 'retry-after': at(seconds(90)).toUTCString() })).toBe(seconds(90));
  expect(await asked({ 'x-ratelimit-reset': `${at(seconds(30)).getTime() / 1000}` })).toBe(seconds(30));
  expect(await asked({ 'x-ratelimit-reset': `${at(seconds(-30)).getTime() / 1000}` })).toBeNull();
  expect(await asked({ 'retry-after': 'soon' })).toBeNull();
});

test.each([200, 204])('an answer of %d is not the promise to send it', async (status) => {
  expect(await failure({ status })).toEqual(new MailDelayed(`SendGrid ${status}`));
});

test('the key and the mail follow no redirect', async () => {
  const elsewhere = await SendgridHost.open();
  const location = `${elsewhere.url}/v3/mail/send`;
  for (const status of [302, 307, 308]) {
    expect(await failure({ status, headers: { location } })).toBeInstanceOf(MailDelayed);
  }
  expect(elsewhere.requests).toEqual([]);
});

test('a provider that hangs up or is not there is asked again, and the error tells nothing of the mail', async () => {
  for (const error of [await failure(null), await failureAt('http://127.0.0.1:1')]) {
    expect(error).toBeInstanceOf(MailDelayed);
    expect(error.message).toMatch(/^SendGrid \w+$/);
    expect(JSON.stringify(Object.entries(error))).not.toMatch(/SG\.|alice/);
  }
});

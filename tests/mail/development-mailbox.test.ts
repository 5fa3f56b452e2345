import { DevelopmentMailbox } from '../../src/mail/development-mailbox.js';
import { mailboxEntries, mailboxPage, mailPage } from '../../src/mail/development-mailbox-page.js';
import type { RenderedMail } from '../../src/mail/mail-transport.js';
import { letter } from './letter.js';
import { mailDatabase } from './mail-house.js';

const id = (number: number): string => `01936f2e-7b1a-7000-8000-${number.toString().padStart(12, '0')}`;

async function mailbox(mails: readonly Partial<RenderedMail>[], kept?: number): Promise<DevelopmentMailbox> {
  const opened = new DevelopmentMailbox(await mailDatabase(), kept);
  for (const [index, mail] of mails.entries()) await opened.send(letter({ id: id(index), ...mail }));
  return opened;
}

test('the newest mail comes first and the oldest go', async () => {
  const opened = await mailbox(
    [1, 2, 3, 4, 5].map((number) => ({ subject: `Mail ${number}` })),
    3,
  );
  expect((await opened.list()).map(({ subject }) => subject)).toEqual(['Mail 5', 'Mail 4', 'Mail 3']);
  expect(await opened.find(id(0))).toBeNull();
  expect((await opened.find(id(4)))?.subject).toBe('Mail 5');
});

test('a mail that is sent again is there once', async () => {
  const opened = await mailbox([{ id: id(1) }, { id: id(1) }]);
  expect(await opened.list()).toHaveLength(1);
});

test('what is not an id finds nothing', async () => {
  expect(await (await mailbox([{}])).find("' or 1=1 --")).toBeNull();
});

test('the list leads to each mail and refreshes without a script', async () => {
  const page = mailboxPage(await (await mailbox([{ subject: 'Hello' }])).list());
  expect(page).toContain(`<a href="/dev/mailbox/${id(0)}">Hello</a>`);
  expect(page).toContain('http-equiv="refresh"');
  expect(page).not.toMatch(/<script|src=/);
});

test('a mail shows its parts, with a link to follow and a code to pick up', async () => {
  const text = 'Confirm:\nhttps://app.example/?token=a&b=c\n\nCode:\n482913\n';
  const [mail] = await (await mailbox([{ text }])).list();
  const page = mailPage(mail as NonNullable<typeof mail>);
  expect(page).toContain('<a href="https://app.example/?token=a&amp;b=c" target="_blank" rel="noopener noreferrer">');
  expect(page).toContain('<code class="pick">482913</code>');
  expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(page).toContain('Users, Inc. &lt;no-reply@users.example&gt;');
});

test('nothing in a mail becomes markup of the pages', async () => {
  const hostile = `"><script>alert('1')</script>`;
  const mails = await (
    await mailbox([{ subject: hostile, to: hostile, html: hostile, text: `https://x.example/${hostile}` }])
  ).list();
  for (const page of [mailboxPage(mails), ...mails.map(mailPage)]) {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('">&lt;script');
    expect(page).toContain('&lt;script&gt;');
  }
});

test('scripts read the mails as data', async () => {
  const mails = await (await mailbox([{}])).list();
  const { kind, to, subject, text, html } = letter();
  expect(mailboxEntries(mails)).toEqual([
    { id: id(0), kind, to, subject, text, html, createdAt: '2026-11-21T08:30:00.000Z' },
  ]);
});

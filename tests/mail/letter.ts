import type { RenderedMail } from '../../src/mail/mail-transport.js';

/** A mail that is ready to go. */
export function letter(changes: Partial<RenderedMail> = {}): RenderedMail {
  return {
    id: '01936f2e-7b1a-7000-8000-000000000001',
    kind: 'verify_email',
    messageId: '<one@users.example>',
    from: { name: 'Users, Inc.', address: 'no-reply@users.example' },
    to: 'alice@example.com',
    subject: 'Hello',
    html: '<p>Grüezi <a href="https://app.example/?a=1&amp;b=2">Alice</a></p>',
    text: 'Grüezi https://app.example/?a=1&b=2',
    locale: 'en',
    date: new Date('2026-11-21T08:30:00.000Z'),
    ...changes,
  };
}

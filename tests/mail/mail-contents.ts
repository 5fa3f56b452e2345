import type { MailContent } from '../../src/mail/mail-content.js';
import { code, link } from './mail-house.js';

const at = '2026-11-21T08:05:00.000Z';

/** One of each kind. */
export const everyMail: readonly MailContent[] = [
  { kind: 'verify_email', link, code },
  { kind: 'account_exists' },
  { kind: 'confirm_email_change', link, code },
  { kind: 'email_change_requested', newEmail: 'a…@example.net' },
  { kind: 'email_changed', newEmail: 'a…@example.net' },
  { kind: 'password_reset', link, code },
  { kind: 'password_changed' },
  { kind: 'invitation', link },
  { kind: 'new_sign_in', deviceName: 'Firefox on Linux', ip: '192.0.2.7', at },
  { kind: 'identity_linked', providerName: 'Google' },
  { kind: 'identity_unlinked', providerName: 'Google' },
  { kind: 'refresh_token_reused', deviceName: null, at },
];

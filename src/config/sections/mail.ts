import * as kind from '../setting-kinds.js';
import { optional, setting } from '../setting.js';
import { pictureUrl, webUrl } from '../web-address.js';

export const mail = {
  mailFrom: setting({
    variable: 'MAIL_FROM',
    kind: kind.mailAddress,
    default: 'Users <no-reply@localhost>',
    meaning: 'The sender of all mails.',
  }),
  smtpUrl: optional({
    variable: 'SMTP_URL',
    kind: kind.smtpUrl,
    default: { shown: 'none; in development mails go to the mailbox at /dev/mailbox', text: () => null },
    requiredInProduction: 'it is the mail transport, and without one nobody can verify an address or reset a password',
    meaning: 'The mail server to send with.',
  }),
  sendgridApiKey: optional({
    variable: 'SENDGRID_API_KEY',
    kind: kind.apiKey,
    insteadOf: 'SMTP_URL',
    meaning: 'Sends with SendGrid instead of a mail server. The key needs the right to send mail, and no other.',
  }),
  sendgridBaseUrl: setting({
    variable: 'SENDGRID_BASE_URL',
    kind: webUrl,
    default: 'https://api.sendgrid.com',
    meaning: "Where SendGrid's API is; https://api.eu.sendgrid.com for its EU region.",
  }),
  appName: setting({
    variable: 'APP_NAME',
    kind: kind.shortText(50),
    default: 'Usergraph',
    meaning: 'What the product is called in mails.',
  }),
  appLogoUrl: optional({
    variable: 'APP_LOGO_URL',
    kind: pictureUrl,
    meaning: 'A picture for the top of mails, shown 40 pixels high. Mail programs load it from there, so it is public.',
  }),
  appColor: setting({
    variable: 'APP_COLOR',
    kind: kind.color,
    default: '#1d4ed8',
    meaning:
      'The colour of the buttons in mails; their text becomes black or white by it. In quotes in `.env`, where `#` begins a comment.',
  }),
};

import { wrap as wrapBase64 } from 'nodemailer/lib/base64';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { RenderedMail } from './mail-transport.js';

/** Never a text: nodemailer splits texts at commas, which has sent mails to strangers (CVE-2025-14874). */
interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** A mail as it goes over the wire, and from and to whom. */
export interface MimeMessage {
  readonly messageId: string;
  readonly envelope: { readonly from: Mailbox; readonly to: Mailbox[] };
  readonly raw: string;
}

/**
 * The headers, the parts and their encodings are nodemailer's. Only the writing is not: it does that by a chain of
 * streams, a dozen small pieces on the socket for each mail, at twice the cost of a mail that is one piece.
 */
export function mimeMessage(mail: RenderedMail): MimeMessage {
  const message = composed(mail);
  // With nodemailer's form of the domains.
  const { from, to } = message.getEnvelope();
  const envelope = { from: mailbox(from || ''), to: to.map(mailbox) };
  return { messageId: mail.messageId, envelope, raw: written(message) };
}

export function composed(mail: RenderedMail): MimeNode {
  const composer = new MailComposer({
    from: { ...mail.from },
    to: mailbox(mail.to),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    messageId: mail.messageId,
    baseBoundary: mail.id,
    date: mail.date,
    headers: {
      'X-Mail-Kind': mail.kind,
      'Content-Language': mail.locale,
      // RFC 3834, section 5: keeps out-of-office replies away.
      'Auto-Submitted': 'auto-generated',
    },
    // Neither a template nor a setting may make the server read a file or fetch a URL into a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile();
}

function mailbox(address: string): Mailbox {
  return { name: '', address };
}

/** As `node.build()`, but for where a long line is broken; line breaks become those of SMTP on the way out. */
function written(node: MimeNode): string {
  const headers = `${node.buildHeaders()}\r\n\r\n`;
  if (!node.multipart) return headers + encoded(node);
  const parts = node.childNodes.map((child) => `--${String(node.boundary)}\r\n${written(child)}\r\n`);
  return `${headers}${parts.join('')}--${String(node.boundary)}--\r\n`;
}

function encoded(node: MimeNode): string {
  const content = typeof node.content === 'string' ? node.content : '';
  switch (node.getTransferEncoding()) {
    case 'quoted-printable':
      return wrap(encode(content));
    case 'base64':
      return wrapBase64(Buffer.from(content).toString('base64'));
    default:
      return content;
  }
}

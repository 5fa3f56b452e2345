import { Readable } from 'node:stream';
import { wrap as wrapBase64 } from 'nodemailer/lib/base64';
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { RenderedMail } from './mail-transport.js';

/**
 * A mail as it goes over the wire, and from and to whom. The headers, the parts and their encodings are nodemailer's.
 * Only the writing is not: it does that by a chain of streams, a dozen small pieces on the socket for each mail, at
 * twice the cost of a mail that is one piece.
 */
export class MimeMessage extends MimeNode {
  /** Written at once: what fails later would fail in a handler of the connection's socket, and end the program. */
  private readonly bytes: Buffer;

  constructor(mail: RenderedMail) {
    // Neither a template nor a setting may make the server read a file or fetch a URL into a mail.
    const options = { baseBoundary: mail.id, disableFileAccess: true, disableUrlAccess: true };
    super('multipart/alternative', options);
    this.setHeader({
      // Never texts: nodemailer splits texts at commas, which has sent mails to strangers (CVE-2025-14874).
      From: { ...mail.from },
      To: { name: '', address: mail.to },
      Subject: mail.subject,
      'Message-ID': mail.messageId,
      Date: mail.date,
      'X-Mail-Kind': mail.kind,
      'Content-Language': mail.locale,
      // RFC 3834, section 5: keeps out-of-office replies away.
      'Auto-Submitted': 'auto-generated',
    });
    this.createChild('text/plain; charset=utf-8', options).setContent(mail.text);
    this.createChild('text/html; charset=utf-8', options).setContent(mail.html);
    this.bytes = Buffer.from(written(this));
  }

  override createReadStream(): Readable {
    return Readable.from([this.bytes], { objectMode: false });
  }
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

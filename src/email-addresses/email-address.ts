import { domainToASCII } from 'node:url';

/** An address that was checked, in its two forms. */
export interface EmailAddress {
  /** As the person typed it, without surrounding white space: what is shown and what mail goes to. */
  readonly address: string;
  /** The canonical form: what is compared, looked up, limited and kept unique. */
  readonly key: string;
}

const MAX_OCTETS = 254;
const MAX_LOCAL_OCTETS = 64;

/** RFC 5322 dot-atom in ASCII. Quoted local parts, comments, groups and lists have no place in an account's address. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * The one canonical form of an e-mail address, used on every path: the local part in lower case, the domain in lower
 * case as IDNA A-labels (UTS 46). Nothing else is folded: dots and plus tags tell mailboxes apart. Letters outside of
 * ASCII are refused in the local part, so that no look-alike (dotless i, Kelvin sign, full-width @) is ever taken for
 * another's address.
 *
 * @returns null where the text is no such address
 */
export function parseEmailAddress(text: string): EmailAddress | null {
  if (text.length > 4 * MAX_OCTETS) return null;
  const typed = text.trim();
  const at = typed.lastIndexOf('@');
  const local = typed.slice(0, Math.max(0, at)).toLowerCase();
  const domain = asciiDomain(typed.slice(at + 1));
  if (domain === null || Buffer.byteLength(typed) > MAX_OCTETS) return null;
  if (!isAscii(typed.slice(0, at)) || local.length > MAX_LOCAL_OCTETS || !LOCAL.test(local)) return null;
  const key = `${local}@${domain}`;
  return key.length > MAX_OCTETS
    ? null
    : { address: `${typed.slice(0, at)}@${shownDomain(typed.slice(at + 1), domain)}`, key };
}

function asciiDomain(domain: string): string | null {
  // domainToASCII also reads percent-encoding and IPv4 literals, which mean nothing in an address.
  if (/[%[\]:\\/?#@\s]/.test(domain)) return null;
  const ascii = domainToASCII(domain);
  return DOMAIN.test(ascii) ? ascii : null;
}

/** A domain in other letters is kept in the form that mail servers look up, so that what is shown can't mislead. */
function shownDomain(typed: string, ascii: string): string {
  return isAscii(typed) ? typed : ascii;
}

function isAscii(text: string): boolean {
  return /^[\u0021-\u007e]*$/.test(text);
}

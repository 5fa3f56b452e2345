import type { MailBrand } from '../mail-brand.js';

/** What every mail carries around its text. */
export interface Letterhead extends MailBrand {
  /** Where people go to use the product. */
  readonly appUrl: string;
}

/** What a mail says, before it becomes HTML or plain text; both come from the same document and say the same. */
export interface MailDocument {
  readonly subject: string;
  /** What an inbox shows beside the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly blocks: readonly MailBlock[];
}

export type MailBlock =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'facts'; readonly lines: readonly string[] }
  | { readonly type: 'code'; readonly lead: string; readonly code: string }
  /** A button, and below it the address to copy where buttons don't work. */
  | { readonly type: 'action'; readonly label: string; readonly url: string; readonly otherwise: string };

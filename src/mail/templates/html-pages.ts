import { randomBytes } from 'node:crypto';
import { RecentMap } from '../../kernel/recent-map.js';
import { escapeHtml } from '../escape-html.js';
import { htmlPart } from './html-part.js';
import type { Letterhead, MailBlock, MailDocument } from './mail-document.js';

const REMEMBERED = 100;

/**
 * Mails of one kind differ by link and code alone. React takes an eighth of what a mail costs, so the page around the two
 * is kept. What stands in their places meanwhile is letters and digits that nobody can guess. Another link than one of
 * the web is for React to judge.
 */
export class HtmlPages {
  private readonly pages = new RecentMap<string, string>(REMEMBERED);
  private readonly place = randomBytes(16).toString('hex');
  private readonly places = new RegExp(`${this.place}-(\\d+)-`, 'g');

  constructor(private readonly letterhead: Letterhead) {}

  of(mail: MailDocument, language: string): string {
    const blocks = mail.blocks.map((block, index) => withOwn(block, `${this.place}-${String(index)}-`));
    const page = this.page({ ...mail, blocks }, language);
    return page.replaceAll(this.places, (_place, index: string) => escapeHtml(ownOf(mail.blocks[Number(index)])));
  }

  private page(mail: MailDocument, language: string): string {
    const key = JSON.stringify([language, mail]);
    const known = this.pages.get(key);
    if (known !== undefined) return known;
    const page = htmlPart(mail, language, this.letterhead);
    this.pages.set(key, page);
    return page;
  }
}

/** What only one mail has. */
function ownOf(block: MailBlock | undefined): string {
  switch (block?.type) {
    case 'action':
      return block.url;
    case 'code':
      return block.code;
    default:
      return '';
  }
}

function withOwn(block: MailBlock, own: string): MailBlock {
  switch (block.type) {
    case 'action':
      return /^https?:/.test(block.url) ? { ...block, url: own } : block;
    case 'code':
      return { ...block, code: own };
    default:
      return block;
  }
}

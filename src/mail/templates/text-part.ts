import type { MailBlock, MailBrand, MailDocument } from './mail-document.js';

/** The plain part: no markup, one thing a paragraph, links and codes alone on their lines. */
export function textPart({ heading, blocks }: MailDocument, { appName, appUrl }: MailBrand): string {
  return `${[heading, ...blocks.map(plain), `-- \n${appName}\n${appUrl}`].join('\n\n')}\n`;
}

function plain(block: MailBlock): string {
  switch (block.type) {
    case 'paragraph':
    case 'note':
      return block.text;
    case 'action':
      return `${block.label}:\n${block.url}`;
    case 'code':
      return `${block.lead}\n${block.code}`;
  }
}

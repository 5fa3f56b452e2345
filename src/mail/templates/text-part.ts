import type { Letterhead, MailBlock, MailDocument } from './mail-document.js';

/** The plain part: no markup, one thing a paragraph, links and codes alone on their lines. */
export function textPart({ heading, blocks }: MailDocument, { name, appUrl }: Letterhead): string {
  return `${[heading, ...blocks.map(plain), `-- \n${name}\n${appUrl}`].join('\n\n')}\n`;
}

function plain(block: MailBlock): string {
  switch (block.type) {
    case 'paragraph':
    case 'note':
      return block.text;
    case 'facts':
      return block.lines.join('\n');
    case 'action':
      return `${block.label}:\n${block.url}`;
    case 'code':
      return `${block.lead}\n${block.code}`;
  }
}

import { Body } from '@react-email/body';
import { Button } from '@react-email/button';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Heading } from '@react-email/heading';
import { Hr } from '@react-email/hr';
import { Html } from '@react-email/html';
import { Link } from '@react-email/link';
import { Preview } from '@react-email/preview';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import { createElement as h, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { buttonStyle, darkMode, styles } from './html-styles.js';
import type { Letterhead, MailBlock, MailDocument } from './mail-document.js';

/** The one that all mail programs know. */
const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

/** Plain `createElement`: one file of components isn't worth a JSX set-up in the compiler and every tool. */
export function htmlPart(mail: MailDocument, language: string, letterhead: Letterhead): string {
  const page = h(
    Html,
    { lang: language },
    head(mail.subject),
    h(
      Body,
      { style: styles.page, className: 'page' },
      h(Preview, null, mail.preview),
      h(
        Container,
        { style: styles.card, className: 'card' },
        brandLine(letterhead),
        h(Heading, { as: 'h1', style: styles.heading, className: 'strong' }, mail.heading),
        ...mail.blocks.map((block, index) => h(Section, { key: index }, ...blockParts(block, letterhead))),
        h(Hr, { style: styles.line, className: 'line' }),
        h(
          Text,
          { style: styles.footer, className: 'soft' },
          h(Link, { href: letterhead.appUrl, style: styles.quietLink }, letterhead.name),
        ),
      ),
    ),
  );
  return DOCTYPE + renderToStaticMarkup(page);
}

/** The name is the logo's text too, for all who don't load pictures. */
function brandLine({ name, logoUrl }: Letterhead): ReactElement {
  const logo = logoUrl === null ? name : h('img', { src: logoUrl, alt: name, height: 40, style: styles.logo });
  return h(Text, { style: styles.brand, className: 'strong' }, logo);
}

function head(title: string): ReactElement {
  return h(
    Head,
    null,
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
    // Or an iPhone makes links of dates and numbers, and of whatever a stranger's text looks like.
    h('meta', { name: 'format-detection', content: 'telephone=no, date=no, address=no, email=no, url=no' }),
    h('title', null, title),
    // As children React would escape the quotes and brackets of CSS.
    h('style', { dangerouslySetInnerHTML: { __html: darkMode } }),
  );
}

function blockParts(block: MailBlock, { color }: Letterhead): ReactElement[] {
  switch (block.type) {
    case 'paragraph':
      return [h(Text, { style: styles.paragraph, className: 'strong' }, block.text)];
    case 'note':
      return [h(Text, { style: styles.note, className: 'soft' }, block.text)];
    case 'facts':
      return [
        h(Text, { style: styles.facts, className: 'strong facts' }, ...block.lines.flatMap((line) => [line, h('br')])),
      ];
    case 'code':
      return [
        h(Text, { style: styles.paragraph, className: 'strong' }, block.lead),
        h(Text, { style: styles.code, className: 'code' }, block.code),
      ];
    case 'action':
      return [
        h(Button, { href: block.url, style: buttonStyle(color) }, block.label),
        h(Text, { style: styles.note, className: 'soft' }, block.otherwise),
        h(Link, { href: block.url, style: styles.link, className: 'link' }, block.url),
      ];
  }
}

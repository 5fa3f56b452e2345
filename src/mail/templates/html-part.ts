import { Body } from '@react-email/body';
import { Button } from '@react-email/button';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Heading } from '@react-email/heading';
import { Hr } from '@react-email/hr';
import { Html } from '@react-email/html';
import { Link } from '@react-email/link';
import { Preview } from '@react-email/preview';
import { render } from '@react-email/render';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import { createElement as h, type ReactElement } from 'react';
import { darkMode, styles } from './html-styles.js';
import type { MailBlock, MailBrand, MailDocument } from './mail-document.js';

/** Plain `createElement`: one file of components isn't worth a JSX set-up in the compiler and every tool. */
export function htmlPart(mail: MailDocument, language: string, brand: MailBrand): Promise<string> {
  return render(
    h(
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
          h(Text, { style: styles.brand, className: 'strong' }, brand.appName),
          h(Heading, { as: 'h1', style: styles.heading, className: 'strong' }, mail.heading),
          ...mail.blocks.map((block, index) => h(Section, { key: index }, ...blockParts(block))),
          h(Hr, { style: styles.line, className: 'line' }),
          h(
            Text,
            { style: styles.footer, className: 'soft' },
            h(Link, { href: brand.appUrl, style: styles.quietLink }, brand.appName),
          ),
        ),
      ),
    ),
  );
}

function head(title: string): ReactElement {
  return h(
    Head,
    null,
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
    h('title', null, title),
    // As children React would escape the quotes and brackets of CSS.
    h('style', { dangerouslySetInnerHTML: { __html: darkMode } }),
  );
}

function blockParts(block: MailBlock): ReactElement[] {
  switch (block.type) {
    case 'paragraph':
      return [h(Text, { style: styles.paragraph, className: 'strong' }, block.text)];
    case 'note':
      return [h(Text, { style: styles.note, className: 'soft' }, block.text)];
    case 'code':
      return [
        h(Text, { style: styles.paragraph, className: 'strong' }, block.lead),
        h(Text, { style: styles.code, className: 'code' }, block.code),
      ];
    case 'action':
      return [
        h(Button, { href: block.url, style: styles.button }, block.label),
        h(Text, { style: styles.note, className: 'soft' }, block.otherwise),
        h(Link, { href: block.url, style: styles.link, className: 'link' }, block.url),
      ];
  }
}

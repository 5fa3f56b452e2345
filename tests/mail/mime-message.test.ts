import MimeNode from 'nodemailer/lib/mime-node';
import { MimeMessage } from '../../src/mail/mime-message.js';
import { letter } from './letter.js';

const texts = {
  plain: 'Hello\nAlice\n',
  'one long line': 'Hello Alice, '.repeat(40),
  'a word longer than a line': `https://app.example/#${'t0ken-'.repeat(40)}`,
  'letters with accents': 'Grüezi, señora Müller, ça va? '.repeat(9),
  'another script': '検証コードを入力してください。'.repeat(20),
  'pictures of more than one unit': '👩‍👩‍👧 '.repeat(60),
  'signs that mean something there': 'a=b =3D == =\r\n.\r\n..\n. alone\n',
  'blanks at the ends of lines': 'a \nb\t\nc  \r\n \n',
  'carriage returns alone': 'a\rb\r\rc',
};

describe.each(Object.entries(texts))('%s', (_name, text) => {
  test('is written as nodemailer writes it itself', async () => {
    const mail = letter({ text, html: `<p>${text}</p>`, subject: `About ${text.slice(0, 60)}` });
    const [ours, nodemailers] = [new MimeMessage(mail), new MimeMessage(mail)];
    nodemailers.createReadStream = () => MimeNode.prototype.createReadStream.call(nodemailers);
    expect(String(await ours.build())).toBe(String(await nodemailers.build()));
  });
});

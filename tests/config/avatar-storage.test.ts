import { readSettings } from '../../src/config/read-settings.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' };

function storageOf(text: string, others: Record<string, string> = KEYS): unknown {
  const read = readSettings({ AVATAR_STORAGE: text, ...others });
  return read.ok ? read.settings.avatarStorage : read.faults.map(({ variable }) => variable);
}

describe('the place for pictures', () => {
  it('is a folder, a bucket or nowhere', () => {
    expect(storageOf('off')).toEqual({ kind: 'off' });
    expect(storageOf('file:/srv/avatars')).toEqual({ kind: 'folder', path: '/srv/avatars' });
    expect(storageOf('s3://pictures/users/small?endpoint=https://s3.example.com&region=eu-central-1')).toEqual({
      kind: 's3',
      bucket: 'pictures',
      prefix: 'users/small',
      endpoint: 'https://s3.example.com',
      region: 'eu-central-1',
    });
    expect(storageOf('s3://pictures?endpoint=http://127.0.0.1:9000')).toMatchObject({
      prefix: '',
      endpoint: 'http://127.0.0.1:9000',
    });
  });

  it('is nothing else', () => {
    for (const text of [
      'on',
      'file:',
      'file://host/share',
      '/srv/avatars',
      's3://pictures',
      's3://pictures/../x?endpoint=https://s3.example.com',
      's3://pictures?endpoint=https://s3.example.com&acl=public',
      's3://pictures?endpoint=https://key:secret@s3.example.com',
      's3://Pictures?endpoint=https://s3.example.com',
    ]) {
      expect([text, storageOf(text)]).toEqual([text, ['AVATAR_STORAGE']]);
    }
  });

  it('needs both keys where it is a bucket', () => {
    expect(storageOf('s3://pictures?endpoint=https://s3.example.com', {})).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
    ]);
  });

  it('is reached by https in production, except on this machine', () => {
    const production = {
      ...KEYS,
      NODE_ENV: 'production',
      SECRET_KEY: 'Zr8kV2pQ0wLx7tNc5mBs3yHd9fGj1aUe',
      PUBLIC_URL: 'https://users.example.com',
      SMTP_URL: 'smtp://mail.example.com',
    };
    expect(storageOf('s3://pictures?endpoint=http://s3.example.com', production)).toEqual(['AVATAR_STORAGE']);
    expect(storageOf('s3://pictures?endpoint=http://localhost:9000', production)).toMatchObject({ kind: 's3' });
  });
});

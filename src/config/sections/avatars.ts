import { avatarStorage } from '../avatar-storage.js';
import * as kind from '../setting-kinds.js';
import { optional, type OtherSettings, setting } from '../setting.js';

const besideS3 = ({ text }: OtherSettings) => (text('AVATAR_STORAGE')?.startsWith('s3:') ? 'with S3' : null);

export const avatars = {
  avatarStorage: setting({
    variable: 'AVATAR_STORAGE',
    kind: avatarStorage,
    default: 'file:./data/avatars',
    meaning:
      'Where pictures of users are kept. A folder is for one instance, or several that share it. `off`: there are no pictures.',
  }),
  awsAccessKeyId: optional({
    variable: 'AWS_ACCESS_KEY_ID',
    kind: kind.apiKey,
    requiredBeside: besideS3,
    meaning: 'For pictures in S3; it needs the rights to get, put and delete objects of that bucket, and no other.',
  }),
  awsSecretAccessKey: optional({
    variable: 'AWS_SECRET_ACCESS_KEY',
    kind: kind.apiKey,
    requiredBeside: besideS3,
    meaning: 'The secret that belongs to AWS_ACCESS_KEY_ID.',
  }),
};

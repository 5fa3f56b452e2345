import type { Kind } from './setting.js';
import { isSecure, normalWebUrl } from './web-address.js';

/** Where pictures are kept; the credentials for S3 are settings of their own. */
export type AvatarStorageSetting =
  | { readonly kind: 'off' }
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly prefix: string;
      readonly endpoint: string;
      readonly region: string;
    };

/** The names that S3 allows, and path segments without anything to be escaped. */
const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w-]+(?:\/[\w-]+)*))?\/?\?(.+)$/;
const REGION = /^[a-z0-9-]{1,50}$/;

export const avatarStorage: Kind<AvatarStorageSetting> = {
  expected:
    'file:FOLDER, s3://BUCKET/PREFIX?endpoint=URL&region=REGION (endpoint by https in production, except for loopback hosts), or off',
  parse(text, production) {
    if (text === 'off') return { kind: 'off' };
    const path = /^file:(?!\/\/)(.+)$/.exec(text)?.[1];
    return path === undefined ? parseS3(text, production) : { kind: 'folder', path };
  },
};

function parseS3(text: string, production: boolean): AvatarStorageSetting | undefined {
  const [, bucket = '', prefix = '', query = ''] = S3.exec(text) ?? [];
  const parameters = new URLSearchParams(query);
  const endpoint = normalWebUrl(parameters.get('endpoint') ?? '');
  const region = parameters.get('region') ?? 'us-east-1';
  const known = [...parameters.keys()].every((name) => name === 'endpoint' || name === 'region');
  if (bucket === '' || endpoint === null || !REGION.test(region) || !known) return undefined;
  return production && !isSecure(endpoint) ? undefined : { kind: 's3', bucket, prefix, endpoint, region };
}
